import { readFileSync, existsSync } from 'node:fs';
import { loadContent } from './src/content.ts';
import { projectRoot } from './src/project-root.ts';
import { loadUnderstanding } from './src/model-cache.ts';
import { readTyped } from './src/understanding/typed-intent.ts';
import { trainOnFeatures, IntentClassifier, examplesOf } from './src/understanding/intent-model.ts';
import { WordFeatures } from './src/understanding/word-features.ts';
import { Spelling } from './src/understanding/spelling.ts';
import { words } from './src/understanding/text.ts';
import { TextReader } from './src/understanding/text-reader.ts';
const { guide } = loadContent(projectRoot);
const U = loadUnderstanding(guide);
const reader = new TextReader(guide);
const wf = new WordFeatures();
const feat=(t:string)=>{const plain=words(t).slice(0,60);const w=plain.map(x=>reader.spelling.correct(x));return wf.blocks({words:w,plain,named:[]})};
const every=Number(process.argv[2]??4);
const main=examplesOf(guide); const top=(l:string)=>guide.section(l)?'symptom':l;
let k=0; const others=main.filter(e=>{const l=top(e.label); if(l==='symptom'||l==='off-topic') return k++%every===0; return true;}).map(e=>({text:e.text,label:top(e.label)}));
const reps=Object.entries(guide.lexicon.replies).flatMap(([r,ts])=>(ts as string[]).map(text=>({text,label:'reply.'+r})));
const extra=existsSync('/tmp/replies-train-b.jsonl')&&process.argv[3]==='b'?readFileSync('/tmp/replies-train-b.jsonl','utf8').trim().split('\n').map(l=>JSON.parse(l)).flatMap((x:any)=>{const w=x.want[0]; const m:any={'fixed':'fixed','already-ok':'already-ok','not-found':'not-found','not-yet':'no','skip':'skip','back':'back','works':'works','still-broken':'still-broken','help':'help','repeat':'repeat','where-am-i':'where-am-i','start-over':'start-over'}; return m[w]?[{text:x.text,label:'reply.'+m[w]}]:w==='talk-to-person'?[{text:x.text,label:'person'}]:w==='symptom'?[{text:x.text,label:'symptom'}]:w==='off-topic'?[{text:x.text,label:w}]:[]}):[];
const all=[...reps,...extra,...others];
const c0=process.cpuUsage().user; 
const model=trainOnFeatures(all.map(e=>({label:e.label,blocks:feat(e.text)})),{leastDocuments:2});
console.log('train ms',(process.cpuUsage().user-c0)/1000, all.length, 'features',model.features.length);
const cl=new IntentClassifier(model);
const check='android.notification-access', section='android.notification-access';
const base={step:3, case:{id:'K1',facets:{phone:'android'},sections:[{section,share:0.9}],answers:[]}} as any;
const q={check:{kind:'check',check,section},works:{kind:'works',check,section}} as any;
const name=(i:any)=> i.is==='action'? (i.action.do==='answer-check'?i.action.answer:i.action.do==='confirm-fixed'?(i.action.works?'works':'still-broken'):i.action.do): i.is==='command'?i.command: i.is;
const group=(l:string,kind:string)=>{ if(!l.startsWith('reply.')) return 'other'; const r=l.slice(6); if(kind==='check'){ if(r==='yes'||r==='still-broken')return 'already-ok'; if(r==='no')return 'not-yet'; if(r==='none-of-these')return 'other'; return r;} if(['works','yes','fixed','already-ok'].includes(r)) return r==='already-ok'?'works':'works'; if(['still-broken','no'].includes(r)) return 'still-broken'; return r;};
function decide(text:string,kind:string){ const p=cl.probabilities(feat(text)); const g=new Map<string,number>(); cl.labels.forEach((l,i)=>{const k=group(l,kind);g.set(k,(g.get(k)??0)+p[i]!)}); return [...g].sort((a,b)=>b[1]-a[1]); }
for(const thr of [0.4,0.5]){
 for(const file of ['/tmp/replies-mine.jsonl','/tmp/replies-test-a.jsonl','/tmp/replies-train-b.jsonl']){ if(!existsSync(file)) continue;
 let a=0,b=0,n=0; const wrong:string[]=[];
 for(const line of readFileSync(file,'utf8').trim().split('\n')){ const {question,text,want}=JSON.parse(line); n++; const session={...base,question:q[question]}; const old=name(readTyped({text,session,understanding:U,replies:U.replies}));
  const found=U.replies.read(text); const exact=found[0]&&found[0].certainty>=0.99; const d=decide(text,question); 
  let now=old; if(!exact){ if(d[0]![0]!=='other'&&d[0]![1]>=thr) now=d[0]![0]; else { // not a reply: by diagnosis
     now=name(readTyped({text,session,understanding:U,replies:{read:()=>found.filter(f=>f.certainty<0.5)} as any})); } }
  if(want.includes(old))a++; if(want.includes(now))b++; else wrong.push(`${question} ${JSON.stringify(text)} want ${want} got ${now} (old ${old}) ${d.slice(0,3).map(([k,v])=>k+' '+v.toFixed(2)).join(', ')}`); }
 console.log(thr,file,'old',(100*a/n).toFixed(1),'new',(100*b/n).toFixed(1),n); if(thr===0.4&&file.includes('test-a')) console.log(wrong.join('\n')); }}

import { readFileSync, existsSync } from 'node:fs';
import { loadContent } from './src/content.ts';
import { projectRoot } from './src/project-root.ts';
import { loadUnderstanding } from './src/model-cache.ts';
import { TextReader } from './src/understanding/text-reader.ts';
import { IntentClassifier, trainOnFeatures } from './src/understanding/intent-model.ts';
import { ReplyClassifier, replyExamplesOf } from './src/understanding/reply-model.ts';
const { guide } = loadContent(projectRoot);
const spelling = new TextReader(guide).spelling;
const map:any={'fixed':'fixed','already-ok':'already-ok','not-found':'not-found','not-yet':'no','skip':'skip','back':'back','works':'works','still-broken':'still-broken','help':'help','repeat':'repeat','where-am-i':'where-am-i','start-over':'start-over'};
const rd=(f:string)=>existsSync(f)?readFileSync(f,'utf8').trim().split('\n').map(l=>JSON.parse(l)):[];
const typed:any={}; const person:string[]=[];
for(const f of process.argv.slice(2)) for(const x of rd(f)){ const w=x.want[0]; if(w==='talk-to-person') person.push(x.text); else (typed[map[w]??'no-reply']??=[]).push(x.text); }
const g2:any={...guide,typedReplies:typed,lexicon:{...guide.lexicon,intents:{...guide.lexicon.intents,person:[...guide.lexicon.intents.person,...person]}}};
const c0=process.cpuUsage().user; const rc=new ReplyClassifier({guide:g2,spelling}); console.log('train ms',((process.cpuUsage().user-c0)/1000).toFixed(0), replyExamplesOf(g2).length,'features',rc.model.features.length);
const group=(r:string,kind:string)=>{ if(kind==='check'){ if(r==='yes'||r==='still-broken')return 'already-ok'; if(r==='no')return 'not-yet'; return r;} if(['works','yes','fixed'].includes(r)) return 'works'; if(['still-broken','no','already-ok'].includes(r)) return 'still-broken'; return r;};
const not=new Set(['symptom','talk-to-person','small-talk','off-topic','details','unclear']);
for(const file of ['/tmp/replies-mine.jsonl','/tmp/replies-test-a.jsonl','/tmp/replies-test-e.jsonl']){ const L=rd(file); if(!L.length) continue; 
 for(const thr of [0.3,0.4,0.5,0.6]){ let ok=0,n=0,rOk=0,rN=0,wrongReply=0,fp=0,nN=0;
 for(const {question,text,want} of L){ n++; const m=new Map<string,number>(); for(const {reply,share} of rc.shares(text)){ const k=group(reply,question); m.set(k,(m.get(k)??0)+share);} const [best,p]=[...m].sort((a,b)=>b[1]-a[1])[0]!; const isR=!want.every((w:string)=>not.has(w)); const got=p>=thr?best:'none'; 
   if(isR){rN++; if(want.includes(got)||(got==='none'&&want.some((w:string)=>not.has(w)))) rOk++; else if(got!=='none') wrongReply++;} else {nN++; if(got==='none') rOk; else fp++; } }
 console.log(file.slice(13),thr,'replies right',(100*rOk/rN).toFixed(1),'wrong reply',(100*wrongReply/rN).toFixed(1),'none taken as reply',(100*fp/nN).toFixed(1),rN,nN);} }

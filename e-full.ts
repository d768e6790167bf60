import { readFileSync } from 'node:fs';
import { loadContent } from './src/content.ts';
import { projectRoot } from './src/project-root.ts';
import { loadUnderstanding } from './src/model-cache.ts';
import { readTyped } from './src/understanding/typed-intent.ts';
const { guide } = loadContent(projectRoot); const U=loadUnderstanding(guide);
const check='android.notification-access', section=check;
const base={step:3, case:{id:'K1',facets:{phone:'android'},sections:[{section,share:0.9}],answers:[]}} as any;
const q={check:{kind:'check',check,section},works:{kind:'works',check,section}} as any;
const name=(i:any,k:string)=> i.is==='action'? (i.action.do==='answer-check'?i.action.answer:i.action.do==='confirm-fixed'?(i.action.works?'works':'still-broken'):i.action.do): i.is==='command'?i.command: i.is;
for(const f of process.argv.slice(2)){let ok=0,n=0;const w:string[]=[];for(const l of readFileSync(f,'utf8').trim().split('\n')){const {question,text,want}=JSON.parse(l);n++;const got=name(readTyped({text,session:{...base,question:q[question]},understanding:U,replies:U.replies}),question);if(want.includes(got))ok++;else w.push(`${question} ${JSON.stringify(text).slice(0,110)} want ${want} got ${got}`)}console.log(f,(100*ok/n).toFixed(1),n);if(process.env.V)console.log(w.join('\n'))}

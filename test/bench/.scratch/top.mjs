import { readFileSync } from 'node:fs';
const p = JSON.parse(readFileSync(process.argv[2])); { const n=Math.floor(p.samples.length*0.3); p.samples=p.samples.slice(n); p.timeDeltas=p.timeDeltas.slice(n);}
const byId = new Map(p.nodes.map(n=>[n.id,n]));
const self = new Map();
p.samples.forEach((id,i)=>self.set(id,(self.get(id)??0)+(p.timeDeltas[i]??0)));
const parent = new Map(); for (const n of p.nodes) for (const c of n.children??[]) parent.set(c,n.id);
const total=[...self.values()].reduce((a,b)=>a+b,0);
const nm=n=>`${n.callFrame.functionName||'(anon)'} ${n.callFrame.url.replace(/.*\/(main|b1-base)\//,'').replace(/node_modules\//,'')}:${n.callFrame.lineNumber+1}`;
const S=new Map(),T=new Map(),M=new Map();
for (const [id,t] of self){ const n=byId.get(id); S.set(nm(n),(S.get(nm(n))??0)+t);
 const m=(/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(n.callFrame.url)?.[1])??(/\/(main|b1-base)\//.test(n.callFrame.url)?n.callFrame.url.replace(/.*\/(main|b1-base)\//,'').split('/').slice(0,3).join('/'):n.callFrame.url.startsWith('node:')?'node:':n.callFrame.functionName);
 M.set(m,(M.get(m)??0)+t);
 const seen=new Set(); for(let x=id;x!==undefined;x=parent.get(x)){const k=nm(byId.get(x)); if(seen.has(k))continue; seen.add(k); T.set(k,(T.get(k)??0)+t);} }
const idle=(S.get('(idle) :0')??0)+(S.get('(program) :0')??0);
const show=(m,n)=>[...m].sort((a,b)=>b[1]-a[1]).slice(0,n).forEach(([k,t])=>console.log((t/1000).toFixed(0).padStart(7),'ms',(100*t/(total-idle)).toFixed(1).padStart(5)+'%',k));
console.log('busy ms',(total-idle)/1000); console.log('--- by module'); show(M,28); console.log('--- self'); show(S,30); console.log('--- total'); show(T,Number(process.argv[3]??110));

import json,sys,re,glob,yaml,unicodedata
def norm(t):
    t=unicodedata.normalize('NFKD',t).lower(); t=re.sub(r"[\u0300-\u036f]",'',t); t=re.sub(r"['’‘`´]",'',t); return re.sub(r'[^\w]+',' ',t).strip()
root=sys.argv[1]; files=sys.argv[2:]
by={}
for f in files:
    for l in open(f):
        x=json.loads(l); by.setdefault(x['topics'][0],[]).append(x['text'].strip())
kp=root+'/knowledge/phone-link/'
have=set()
for f in glob.glob(kp+'sections/*.yaml'):
    for p in yaml.safe_load(open(f))['phrases']: have.add(norm(p))
n=0
for s,ts in by.items():
    if s in('human','none'): continue
    f=kp+f'sections/{s}.yaml'; t=open(f).read()
    add=[]
    for x in ts:
        k=norm(x)
        if k in have or len(x)>300: continue
        have.add(k); add.append('  - '+json.dumps(x,ensure_ascii=False)); n+=1
    t=t.replace('\nphrases:\n','\nphrases:\n'+'\n'.join(add)+'\n',1) if add else t
    open(f,'w').write(t)
lex=kp+'lexicon.yaml'; t=open(lex).read()
d=yaml.safe_load(t)['intents']; hp={norm(str(p)) for p in d['person']}|{norm(str(p)) for p in d['off-topic']}
for key,src in (('  person:\n','human'),('  off-topic:\n','none')):
    assert t.count(key)==1,key
    add=[json.dumps(x,ensure_ascii=False) for x in by.get(src,[]) if norm(x) not in hp]
    t=t.replace(key,key+''.join('    - '+a+'\n' for a in add)); n+=len(add)
open(lex,'w').write(t); print('added',n)

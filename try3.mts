import {readFileSync} from 'node:fs'
import {readLog} from './sim/ftrace/read.ts'
import {readMapping} from './sim/conform/mapping.ts'
import {conform} from './sim/conform/conform.ts'
import {parseCalls} from './sim/conform/calls.ts'
import {mutate,mutations} from './sim/conform/mutate.ts'
import {stream} from './sim/prng.ts'
import {sourceOf} from './sim/scenario/source.ts'
import {formatProblem} from './sim/errors.ts'
import {readScenarioText} from './sim/scenario/load.ts'
import {parseDesign} from './sim/scenario/design.ts'
const {mapping,problems}=readMapping(sourceOf('mapping.yaml',readFileSync('conform/xfs-6.12/mapping.yaml','utf8')))
for(const p of problems) console.log(formatProblem(p))
const template=readFileSync('conform/xfs-6.12/scenario.yaml','utf8')
const N=Number(process.argv[3])
if(mapping) for (const f of process.argv.slice(4)) {
 const {log}=readLog(f,readFileSync(f,'utf8'))
 const parsed=parseCalls(mapping,log)
 const models=new Map()
 const load=async(scene)=>{
   const {scenario,problems}=await readScenarioText(sourceOf('conform/xfs-6.12/scenario.yaml',scene))
   if(!scenario){for(const p of problems) console.log(formatProblem(p));throw new Error('scene')}
   return {scenario,design:parseDesign(scenario,[]).design}
 }
 for(const m of mutations){
  let made=0,refused=0,gaveup=0; const t0=process.hrtime.bigint()
  const seen=new Set()
  for(let i=0;i<N;i++){
   const mu=mutate(mapping,{log,parsed,mutation:m,draw:stream(`${m}${i}`,'schedule')}); if(!mu||seen.has(mu.about)) continue
   seen.add(mu.about)
   made++
   try{
   const r=await conform(mu.log,{mapping,template,maxStates:50000,models,load})
   const bad=r.strays.length>0||r.homeless.length>0||r.files.some(x=>x.explained.kind!=='accepted')
   if(r.files.some(x=>x.explained.kind==='gave-up')) gaveup++
   if(bad) refused++; else { console.log('   ACCEPTED',m,mu.about); const ln=Number(/\d+/.exec(mu.about)[0]); const o=log.events.find(e=>e.line===ln); console.log('       ',o.text.trim().slice(0,130)) }
   }catch(e){ refused++; console.log('   ERR',m,mu.about,String(e).slice(0,200)) }
  }
  console.log(f,m,'made',made,'refused',refused,'gaveup',gaveup,(Number(process.hrtime.bigint()-t0)/1e6).toFixed(0)+'ms')
 }
}

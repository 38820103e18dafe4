import {readFileSync} from 'node:fs'
import {readLog} from './sim/ftrace/read.ts'
import {readMapping} from './sim/conform/mapping.ts'
import {conform} from './sim/conform/conform.ts'
import {sourceOf} from './sim/scenario/source.ts'
import {formatProblem} from './sim/errors.ts'
import {readScenarioText} from './sim/scenario/load.ts'
import {parseDesign} from './sim/scenario/design.ts'
import {describeSeen} from './sim/conform/pattern.ts'
const {mapping,problems}=readMapping(sourceOf('mapping.yaml',readFileSync('conform/xfs-6.12/mapping.yaml','utf8')))
for(const p of problems) console.log(formatProblem(p))
const variants=process.argv.filter(a=>a.includes('='))
if(mapping) for (const f of process.argv.slice(3).filter(a=>!a.includes('='))) {
 const {log}=readLog(f,readFileSync(f,'utf8'))
 const t=process.hrtime.bigint()
 const r=await conform(log,{mapping,template:readFileSync('conform/xfs-6.12/scenario.yaml','utf8'),maxStates:200000,load:async(scene)=>{
   const {scenario,problems}=await readScenarioText(sourceOf('conform/xfs-6.12/scenario.yaml',scene))
   if(!scenario){console.log(scene);for(const p of problems) console.log(formatProblem(p));process.exit(1)}
   return {scenario,design:parseDesign(scenario,variants).design}
 }})
 console.log(f,'strays',r.strays.map(s=>s.event.line+' '+s.event.text.trim()+' EXPECTED '+s.expected.map(describeSeen).join('; ')),'homeless',r.homeless.length, Number(process.hrtime.bigint()-t)/1e6,'ms')
 for(const x of r.files) { const e=x.explained
  console.log('  ino',x.inode,e.kind,'events',e.seen.length,'steps',e.decisions.length,'states',e.states,'pages',x.positions.pages,x.positions.blocks_per_page)
  if(x.judged) console.log('   ',JSON.stringify(x.judged.trace.ending), x.judged.trace.steps.length, x.judged.finishing)
  if(e.kind!=='accepted') for(const b of e.blocked.slice(-12)) console.log('    blocked',b.observation.event.line,b.observation.event.text.trim().slice(0,140),b.observation.states.join(),JSON.stringify(b.obstacles))
 }
}

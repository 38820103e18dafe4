import {readFileSync,writeFileSync} from 'node:fs'
import {readLog} from './sim/ftrace/read.ts'
import {readMapping} from './sim/conform/mapping.ts'
import {conform} from './sim/conform/conform.ts'
import {parseCalls} from './sim/conform/calls.ts'
import {filesOf} from './sim/conform/files.ts'
import {groupCalls} from './sim/conform/groups.ts'
import {render} from './sim/conform/render.fixture.ts'
import {outcomeOf,conformLines} from './sim/report/conform.ts'
import {sourceOf} from './sim/scenario/source.ts'
import {formatProblem} from './sim/errors.ts'
import {readScenarioText} from './sim/scenario/load.ts'
import {parseDesign} from './sim/scenario/design.ts'
const {mapping,problems}=readMapping(sourceOf('mapping.yaml',readFileSync('conform/xfs-6.12/mapping.yaml','utf8')))
for(const p of problems) console.log(formatProblem(p))
const template=readFileSync('conform/xfs-6.12/scenario.yaml','utf8')
const N=Number(process.argv[3])
const load=async(scene)=>{
   const {scenario,problems}=await readScenarioText(sourceOf('conform/xfs-6.12/scenario.yaml',scene))
   if(!scenario){for(const p of problems) console.log(formatProblem(p));throw new Error('scene')}
   return {scenario,design:parseDesign(scenario,[]).design}
}
const opt={mapping,template,maxStates:200000,load}
for (const f of process.argv.slice(4)) {
 const {log}=readLog(f,readFileSync(f,'utf8'))
 const parsed=parseCalls(mapping,log)
 const file=filesOf(mapping,parsed,log)[0]
 const g=groupCalls(mapping,file.calls)
 const tally={}
 const opts={...opt,models:new Map()}
 for(let i=0;i<N;i++){
  const r=await render({options:opts,sightings:g.sightings,instances:g.instances,seed:String(i)})
  if(r===undefined){tally.left=(tally.left??0)+1;continue}
  const made=log.events.find(e=>e.text.includes('xfs_create+0x4')&&e.name==='xfs_iunlock').text.replace(/ \d+\.\d+:/,' 0.1:'); const back=readLog('r',made+'\n'+r); if(back.problems.length){console.log(back.problems.map(formatProblem).join('\n'));process.exit(1)}
  const c=await conform(back.log,opts)
  const o=outcomeOf(c); tally[o]=(tally[o]??0)+1
  if(o!=='accepted'&&o!=='violated'&&(tally.shown??0)<1){tally.shown=1;writeFileSync('/tmp/wt/conform/bad.log',r);console.log(conformLines(c).join('\n'))}
 }
 console.log(f,tally)
}

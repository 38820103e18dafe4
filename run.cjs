const {createJiti}=require('jiti');createJiti(process.cwd()+'/x.js').import(process.argv[2]).catch(e=>console.log(e))

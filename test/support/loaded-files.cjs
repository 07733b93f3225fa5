// Loaded by `node --require` before the program. When the program ends, writes the loaded files and parts of Node as JSON to
// the file that MODULE_LOG names.
process.on('exit', () => {
  const loaded = { files: Object.keys(require.cache), builtins: process.moduleLoadList };
  require('node:fs').writeFileSync(process.env.MODULE_LOG, JSON.stringify(loaded));
});

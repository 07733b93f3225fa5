// Loaded by `node --require` before the program: when that ends, writes the files and the parts of Node that were loaded,
// as JSON, to the file that MODULE_LOG names.
process.on('exit', () => {
  const loaded = { files: Object.keys(require.cache), builtins: process.moduleLoadList };
  require('node:fs').writeFileSync(process.env.MODULE_LOG, JSON.stringify(loaded));
});

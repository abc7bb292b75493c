// Reads one job a line (base64) and writes what npos makes of it, as JSON: its commands, and each picture.
'use strict';

const readline = require('readline');
const npos = require('npos');

const parser = npos.parser();

readline.createInterface({ input: process.stdin, terminal: false }).on('line', (line) => {
  const raw = Buffer.from(line, 'base64');
  const { tree, error } = parser.analyze(raw);
  const answer = error ? { error: error.message } : { commands: tree.map((node) => command(raw, node)) };
  process.stdout.write(JSON.stringify(answer) + '\n');
});

function command(raw, node) {
  const told = { offset: node.offset, length: node.length, name: node.ascii + (node.fn || '') };
  if (told.name === 'GSv0') {
    told.rows = rows(npos.codecs.raster.decode(raw, [{ offset: node.offset }]));
  }
  return told;
}

function rows(image) {
  const lines = [];
  for (let y = 0; y < image.height; y++) {
    let line = '';
    for (let x = 0; x < image.width; x++) {
      line += image.getPixel(x, y) === 0 ? '1' : '0';
    }
    lines.push(line);
  }
  return lines;
}

// What both peers share: medians, and one line of JSON at the end.
import fs from 'node:fs';

export const read = (path) => JSON.parse(fs.readFileSync(path, 'utf8'));

export const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
};

/** Milliseconds of each of `rounds` calls, the first `warm` ones thrown away. */
export const timed = (rounds, work, warm = 3) => {
  const taken = [];
  for (let round = 0; round < rounds + warm; round += 1) {
    const begun = process.hrtime.bigint();
    work(round);
    if (round >= warm) taken.push(Number(process.hrtime.bigint() - begun) / 1e6);
  }
  return median(taken);
};

export const done = (result) => process.stdout.write(`${JSON.stringify(result)}\n`);

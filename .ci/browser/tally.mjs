// Counts what passed and what failed, and says what failed.

let passed = 0;
let failed = 0;

export function verdict(what, problems) {
  if (problems.length === 0) {
    passed += 1;
    return;
  }
  failed += 1;
  console.log(`FAILED ${what}`);
  for (const problem of problems.slice(0, 12)) console.log(`    ${problem}`);
  if (problems.length > 12) console.log(`    … and ${problems.length - 12} more`);
}

/** The last line: "N passed, N failed"; and the exit code. */
export function end() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

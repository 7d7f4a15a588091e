// Columns are arrays of numbers, matrices arrays of rows. Nothing here changes its arguments.

export const sigmoid = (z) => 1 / (1 + Math.exp(-z));

export function softmax(z) {
  const largest = Math.max(...z);
  const powers = z.map((score) => Math.exp(score - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

export const multiply = (matrix, column) =>
  matrix.map((row) => row.reduce((total, weight, k) => total + weight * column[k], 0));

export function multiplyTransposed(matrix, column) {
  const result = new Array(matrix[0].length).fill(0);
  matrix.forEach((row, i) => row.forEach((weight, k) => (result[k] += weight * column[i])));
  return result;
}

// The product of a column and a row: what a weight's gradient is for one example.
export const outer = (column, row) => column.map((left) => row.map((right) => left * right));

export const add = (...columns) =>
  columns[0].map((_, i) => columns.reduce((total, column) => total + column[i], 0));

// Entry by entry, as * does in NumPy.
export const times = (...columns) =>
  columns[0].map((_, i) => columns.reduce((total, column) => total * column[i], 1));

export const complement = (column) => column.map((value) => 1 - value);

export const length = (column) => Math.hypot(...column);

export const zeros = (n) => new Array(n).fill(0);

// W @ column + b, with b a column of rows of one number, as it stands in the parameters.
export const layer = (matrix, column, bias) =>
  multiply(matrix, column).map((score, i) => score + bias[i][0]);

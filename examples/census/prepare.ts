/**
 * Makes `census/train.csv` from the file `census-income.data` of the Census-Income (KDD) data set: adds a header,
 * trims the texts, names the two incomes `low` and `high`, and drops rows that are there twice.
 *
 *   npx tsx examples/census/prepare.ts path/to/census-income.data
 */
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'

/** In the order of the original file, which has no header. */
export const columns = [
  'age', 'class_of_worker', 'industry_code', 'occupation_code', 'education', 'wage_per_hour', 'enrolled_in_edu', 'marital_status',
  'major_industry', 'major_occupation', 'race', 'hispanic_origin', 'sex', 'labor_union', 'unemployment_reason', 'employment_stat',
  'capital_gains', 'capital_losses', 'dividends', 'tax_filer_status', 'region_previous', 'state_previous', 'household_family_stat',
  'household_summary', 'instance_weight', 'msa_change', 'reg_change', 'move_within_reg', 'lived_here_1year', 'migration_sunbelt',
  'num_persons_employer', 'family_members_under_18', 'country_father', 'country_mother', 'country_self', 'citizenship',
  'own_business', 'veterans_questionnaire', 'veterans_benefits', 'weeks_worked', 'year', 'income',
] as const

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Writes the CSV beside its place and then moves it there; gives the number of its rows. */
export async function prepare(original: string, target: string): Promise<number> {
  mkdirSync(dirname(target), { recursive: true })
  const partial = `${target}.${process.pid}.partial`
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '1GB' })
  const connection = await instance.connect()
  const values = columns.map((name) =>
    name === 'income' ? `case when trim(income) like '50000+%' then 'high' else 'low' end as income` : `trim(${name}) as ${name}`,
  )
  const types = columns.map((name) => `${name}: 'VARCHAR'`).join(', ')
  const rows = `select distinct ${values.join(', ')} from read_csv(${quote(original)}, auto_detect = false, header = false, delim = ',', columns = {${types}})`
  try {
    // In a fixed order, so that the same original gives the same file.
    await connection.run(`copy (${rows} order by all) to ${quote(partial)} (format csv, header)`)
    renameSync(partial, target)
    return Number((await connection.runAndReadAll(`select count(*) from read_csv(${quote(target)}, all_varchar = true, header = true)`)).getRows()[0]?.[0])
  } finally {
    rmSync(partial, { force: true })
    connection.closeSync()
    instance.closeSync()
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , original] = process.argv
  if (original === undefined) {
    console.error('usage: npx tsx examples/census/prepare.ts path/to/census-income.data')
    process.exitCode = 2
  } else {
    const target = join(dirname(fileURLToPath(import.meta.url)), 'census', 'train.csv')
    console.log(`${relative(process.cwd(), target)}: ${await prepare(resolve(original), target)} rows`)
  }
}

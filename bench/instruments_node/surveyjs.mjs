// SurveyJS's engine (survey-core) over the same form translated to its JSON. It runs without a DOM.
import { createRequire } from 'node:module';
import { done, read, timed } from './timing.mjs';

const { ConditionRunner, Model } = createRequire(import.meta.url)('survey-core');
const work = read(process.argv[2]);

const begin = () => {
  const survey = new Model(work.surveyjs);
  survey.data = structuredClone(work.surveyjs_data);
  return survey;
};

const asked = (survey) => {
  let count = 0;
  const each = (question) => {
    if (!question.isVisible || !question.isParentVisible) return;
    if (question.getType() === 'paneldynamic') {
      for (const panel of question.panels) panel.questions.forEach((q) => { if (q.isVisible && q.getType() !== 'expression') count += 1; });
    } else if (question.getType() !== 'expression') count += 1;
  };
  survey.getAllQuestions().forEach(each);
  return count;
};

const says = (survey) => {
  const totals = {};
  for (const name of work.totals) totals[name] = survey.getValue(name) ?? null;
  return { asked: asked(survey), totals };
};

const set = (survey, address, value) => {
  const [, block, place, key] = /^(.+)\[(\d+)\]\/(.+)$/.exec(address) ?? [];
  if (block) survey.getQuestionByName(block).panels[place - 1].getQuestionByName(key).value = value;
  else survey.setValue(address, value);
};

const survey = begin();
const answers = { begun: says(survey) };
const typed = (text) => (/^-?\d+$/.test(text) ? Number(text) : text);
for (const { name, address, to } of work.changes) {
  set(survey, address, typed(to[0]));
  answers[name] = says(survey);
  set(survey, address, typed(to[1]));
}
const change_ms = {};
for (const { name, address, to } of work.changes) {
  change_ms[name] = timed(work.rounds, (round) => set(survey, address, typed(to[round % 2])));
}
const full_ms = timed(5, () => asked(begin()), 1);

const wide = new Model(work.wide_surveyjs);
const many_ms = timed(10, (round) => wide.setValue('a', round + 1), 2);

const simple = {};
for (const { name, surveyjs } of work.simple) {
  const runner = new ConditionRunner(surveyjs);
  const loops = 20000;
  const ms = timed(5, () => { for (let i = 0; i < loops; i += 1) runner.runValues ? runner.runValues(work.simple_values) : runner.run(work.simple_values); });
  simple[name] = Math.round((loops / ms) * 1000);
}
done({ answers, change_ms, full_ms, many_ms, many_last: wide.getValue(work.wide_last), simple_per_s: simple });

// Who watches the same topic.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openContext, openPage, until } from '../browser.js';

export function people(world) {
  // Each test watches alone.
  const addressOf = (topic) => `${world.node.http}/?topic=${topic}`;

  test('two people see each other with themselves marked, and one who closes the page is gone', async (t) => {
    const [ann, bob] = [await openAs(t, world, 'Ann Archer'), await openAs(t, world, 'Bob Baker')];
    const [annsPage, bobsPage] = [await openPage(ann, addressOf('globex')), await openPage(bob, addressOf('globex'))];
    await sees(annsPage, ['Ann Archer (you)', 'Bob Baker'], '2 watching');
    await sees(bobsPage, ['Bob Baker (you)', 'Ann Archer'], '2 watching');
    assert.equal(await annsPage.locator('.avatar.self').innerText(), 'AA\nAnn Archer (you)');

    // A second tab of the same browser is the same person.
    const annsSecond = await openPage(ann, addressOf('globex'));
    await sees(bobsPage, ['Bob Baker (you)', 'Ann Archer, 2 tabs'], '3 watching');
    await annsSecond.close();
    await sees(bobsPage, ['Bob Baker (you)', 'Ann Archer'], '2 watching');

    await bob.close();
    await sees(annsPage, ['Ann Archer (you)'], '1 watching');
    assert.deepEqual([...annsPage.seen.faults, ...bobsPage.seen.faults], []);
  });

  test('a name changed in the dialog is what the others see', async (t) => {
    const [ann, bob] = [await openAs(t, world, 'Ann Archer'), await openAs(t, world, 'Bob Baker')];
    const [annsPage, bobsPage] = [await openPage(ann, addressOf('initech')), await openPage(bob, addressOf('initech'))];
    await sees(bobsPage, ['Bob Baker (you)', 'Ann Archer'], '2 watching');
    await annsPage.getByRole('button', { name: '2 watching' }).click();
    await annsPage.getByLabel('The name others on this topic see').fill('Zoë Żuk');
    await annsPage.keyboard.press('Enter');
    await sees(annsPage, ['Zoë Żuk (you)', 'Bob Baker'], '2 watching');
    await sees(bobsPage, ['Bob Baker (you)', 'Zoë Żuk'], '2 watching');
  });
}

async function openAs(t, { browser }, name) {
  const context = await openContext(t, browser);
  await context.addInitScript((person) => {
    localStorage['realtime.settings'] ??= JSON.stringify(person);
  }, { name, id: name.toLowerCase().replaceAll(/[^a-z]/g, '').padEnd(12, '0') });
  return context;
}

function sees(page, people, watching) {
  return until(page, (expected) => {
    const seen = readPage();
    return seen.people.join() === expected.people.join() && seen.watching === expected.watching;
  }, `${people.join(' and ')}, ${watching}`, { people, watching });
}

// The topics worth offering, as the node knows them; or why it tells nothing.

export interface TopicsAnswer {
  /** Null where the node did not answer: its store may be slow or away. Free text works without a list. */
  readonly topics: readonly string[] | null;
  /** Why the page's token does not do, which browsers do not say of a refused socket; null: it does, or nobody knows. */
  readonly refusal: string | null;
}

export async function fetchTopics(token: string | null): Promise<TopicsAnswer> {
  try {
    const response = await fetch('api/topics', token === null ? {} : { headers: { authorization: `Bearer ${token}` } });
    if (!response.ok && response.status !== 401) return { topics: null, refusal: null };
    return readTopics(await response.json(), response.status === 401);
  } catch {
    return { topics: null, refusal: null };
  }
}

/** Reads the body of an answer; `refused`: it came with 401. */
export function readTopics(answer: unknown, refused: boolean): TopicsAnswer {
  const body = typeof answer === 'object' && answer !== null ? answer : {};
  if (refused) return { topics: null, refusal: 'reason' in body && typeof body.reason === 'string' ? body.reason : 'the token does not do' };
  const topics = 'topics' in body ? body.topics : null;
  return { topics: Array.isArray(topics) ? topics.filter((topic): topic is string => typeof topic === 'string') : [], refusal: null };
}

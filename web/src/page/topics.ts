// The topics worth offering, as the node knows them.

/** Null where the node did not answer: its store may be slow or away. Free text works without a list. */
export async function fetchTopics(token: string | null): Promise<readonly string[] | null> {
  try {
    const response = await fetch('api/topics', token === null ? {} : { headers: { authorization: `Bearer ${token}` } });
    if (!response.ok) return null;
    const answer: unknown = await response.json();
    const topics = typeof answer === 'object' && answer !== null && 'topics' in answer ? answer.topics : null;
    return Array.isArray(topics) ? topics.filter((topic): topic is string => typeof topic === 'string') : [];
  } catch {
    return null;
  }
}

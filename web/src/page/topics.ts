// The topics worth offering, as the node knows them.

/** Empty where the node has no list: free text works without. */
export async function fetchTopics(): Promise<readonly string[]> {
  try {
    const response = await fetch('api/topics');
    if (!response.ok) return [];
    const answer: unknown = await response.json();
    const topics = typeof answer === 'object' && answer !== null && 'topics' in answer ? answer.topics : null;
    return Array.isArray(topics) ? topics.filter((topic): topic is string => typeof topic === 'string') : [];
  } catch {
    return [];
  }
}

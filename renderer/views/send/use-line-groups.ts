import { useEffect, useState } from 'react';
import { outcomeOf } from '../../actions/outcome.ts';
import { useConsole, useFacts } from '../../console.tsx';
import { isLive } from '../../stores/server-facts.ts';

/**
 * Names of the groups of lines; null while they are not known. Without them a line can still be chosen, and the server
 * says what is wrong with a group that is not there: a failure needs no words of its own.
 */
export function useLineGroups(): readonly string[] | null {
  const { api } = useConsole();
  const live = useFacts(isLive);
  const [groups, setGroups] = useState<readonly string[] | null>(null);
  useEffect(() => {
    if (!live) return;
    let current = true;
    void outcomeOf(() => api.request('lists.get', { name: 'portGroups' })).then((found) => {
      if (current && found.ok && found.value.name === 'portGroups')
        setGroups(found.value.items.map(({ name }) => name));
    });
    return () => {
      current = false;
    };
  }, [api, live]);
  return groups;
}

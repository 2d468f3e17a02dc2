import type { ReactNode } from 'react';
import { useConsole, useView } from '../../console.tsx';
import { SegmentedControl } from '../../kit/segmented-control.tsx';
import { Switch } from '../../kit/switch.tsx';
import { settingsWords } from './words.ts';

/** Theme, density and keys; they act at once and are kept on this computer. */
export function Appearance(): ReactNode {
  const { view } = useConsole();
  const theme = useView((state) => state.theme);
  const density = useView((state) => state.density);
  const singleKeys = useView((state) => state.singleKeys);
  const words = settingsWords.appearance;
  return (
    <section className="settings-group" id="settings-appearance" aria-label={settingsWords.appearanceGroup}>
      <h2>{settingsWords.appearanceGroup}</h2>
      <Row name={words.theme} words={words.themeWords}>
        <SegmentedControl
          label={words.theme}
          value={theme}
          onChange={(next) => view.setState({ theme: next })}
          segments={[
            { value: 'system', label: words.themes.system },
            { value: 'light', label: words.themes.light },
            { value: 'dark', label: words.themes.dark },
          ]}
        />
      </Row>
      <Row name={words.density} words={words.densityWords}>
        <SegmentedControl
          label={words.density}
          value={density}
          onChange={(next) => view.setState({ density: next })}
          segments={[
            { value: 'compact', label: words.densities.compact },
            { value: 'normal', label: words.densities.normal },
            { value: 'roomy', label: words.densities.roomy },
          ]}
        />
      </Row>
      <Row name={words.keys} words={words.keysWords}>
        <Switch
          label={words.keys}
          labelHidden
          checked={singleKeys}
          onChange={(next) => view.setState({ singleKeys: next })}
        />
      </Row>
    </section>
  );
}

interface RowProps {
  readonly name: string;
  readonly words: string;
  readonly children: ReactNode;
}

const Row = ({ name, words, children }: RowProps): ReactNode => (
  <div className="setting">
    <div>
      <p className="m">{name}</p>
      <p className="t2 s12">{words}</p>
    </div>
    <div className="control">{children}</div>
  </div>
);

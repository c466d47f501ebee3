import { Component, type ReactNode } from 'react';
import type { Translator } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

interface Props {
  readonly translator: Translator;
  readonly children: ReactNode;
}

/** Keeps a failing panel to itself: the others stay usable and this one can be redrawn. */
export class PanelBoundary extends Component<Props, { readonly failed: boolean; readonly message: string }> {
  override state = { failed: false, message: '' };

  static getDerivedStateFromError(error: unknown): { failed: boolean; message: string } {
    return { failed: true, message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    const { translator } = this.props;
    return (
      <Notice
        title={translator.text('app.panel-failed')}
        hint={`${translator.text('app.panel-failed.hint')} (${this.state.message})`}
      >
        <Button onPress={() => this.setState({ failed: false })}>{translator.text('app.retry')}</Button>
      </Notice>
    );
  }
}

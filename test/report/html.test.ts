import { describe, expect, it } from 'vitest';
import { html, ready } from '../../src/report/html.ts';

describe('html', () => {
  it('treats every value as text, in content and in attributes', () => {
    const name = `"><script>alert('1')</script>&\u202e\u2028`;
    expect(html`<a title="${name}">${name}</a>`.text).toBe(
      '<a title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;\\u202e\\u2028">&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;\\u202e\\u2028</a>',
    );
  });

  it('inserts the members of lists, and nothing for null', () => {
    expect(html`<ul>${['<', html`<li>${1}</li>`, null, ready('<b>')]}</ul>${null}`.text).toBe(
      '<ul>&lt;<li>1</li><b></ul>',
    );
  });
});

/** Puts a text on the clipboard; false when the desktop does not let it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (thrown) {
    // The button then keeps its words, so that nobody believes it was copied.
    console.warn('The clipboard could not be written', thrown);
    return false;
  }
}

namespace MmVerify.Grader.Tests;

/// <summary>Finds text that is hard to read.</summary>
internal static class Contrast
{
    /// <summary>
    /// A script that gives the texts whose contrast with their ground is below 4.5 to 1 (WCAG 2.2, 1.4.3);
    /// what is disabled is exempt.
    /// </summary>
    public const string FaintTexts = """
        () => {
          const parse = color => color.match(/[\d.]+/g).map(Number);
          const light = color => color.slice(0, 3)
            .map(c => c / 255)
            .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
          const over = (top, below) => {
            const alpha = top[3] ?? 1;
            return [0, 1, 2].map(i => top[i] * alpha + below[i] * (1 - alpha));
          };
          const ground = element => {
            const own = parse(getComputedStyle(element).backgroundColor);
            if (own.length === 3) return own;
            return over(own, element.parentElement ? ground(element.parentElement) : [255, 255, 255]);
          };
          const faint = [];
          for (const element of document.body.querySelectorAll("*")) {
            const hasText = [...element.childNodes].some(n => n.nodeType === 3 && n.data.trim() !== "");
            if (!hasText || element.closest("[aria-disabled=true], script")) continue;
            const back = ground(element);
            const [low, high] = [light(back), light(over(parse(getComputedStyle(element).color), back))];
            const contrast = (Math.max(low, high) + 0.05) / (Math.min(low, high) + 0.05);
            if (contrast < 4.5) faint.push(`${contrast.toFixed(2)} ${element.outerHTML.slice(0, 80)}`);
          }
          return faint;
        }
        """;
}

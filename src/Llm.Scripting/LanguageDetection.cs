using System.Text.RegularExpressions;

namespace Llm;

/// <summary>Decides by the text whether functions are Python or C#.</summary>
/// <remarks>
/// A line that begins with <c>def name(</c> is Python; else a line that ends in <c>;</c>, <c>{</c> or <c>}</c> is C#, a comment behind it
/// or not; all else is Python, as it always was.
/// </remarks>
internal static partial class LanguageDetection
{
    public static FunctionLanguage LanguageOf(string text) =>
        !PythonFunction().IsMatch(text) && CSharpLine().IsMatch(text) ? FunctionLanguage.CSharp : FunctionLanguage.Python;

    [GeneratedRegex(@"^[ \t]*(async[ \t]+)?def[ \t]+\w+[ \t]*[(\[]", RegexOptions.Multiline)]
    private static partial Regex PythonFunction();

    [GeneratedRegex(@"[;{}][ \t]*(//.*|/\*.*)?\r?$", RegexOptions.Multiline)]
    private static partial Regex CSharpLine();
}

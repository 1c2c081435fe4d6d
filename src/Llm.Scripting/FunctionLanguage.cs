using System.Text.RegularExpressions;

namespace Llm;

/// <summary>The languages in which functions can be given.</summary>
public enum FunctionLanguage
{
    /// <summary>C#: top-level methods are tools.</summary>
    CSharp,

    /// <summary>Python: functions are tools, as in the Python tool.</summary>
    Python,
}

/// <summary>Detects the language of functions from their text.</summary>
/// <remarks>
/// A text with a line that begins with <c>def name(</c> is Python. Any other text with a line that ends in <c>;</c>, <c>{</c> or
/// <c>}</c>, perhaps followed by a comment, is C#. All other texts are Python, as in the Python tool.
/// </remarks>
internal static partial class FunctionLanguageDetection
{
    public static FunctionLanguage Detect(string text) =>
        !PythonFunction().IsMatch(text) && CSharpLine().IsMatch(text) ? FunctionLanguage.CSharp : FunctionLanguage.Python;

    [GeneratedRegex(@"^[ \t]*(async[ \t]+)?def[ \t]+\w+[ \t]*[(\[]", RegexOptions.Multiline)]
    private static partial Regex PythonFunction();

    [GeneratedRegex(@"[;{}][ \t]*(//.*|/\*.*)?\r?$", RegexOptions.Multiline)]
    private static partial Regex CSharpLine();
}

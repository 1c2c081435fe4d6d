using System.Text;

namespace Llm.Cli.Commands.Completion;

/// <summary>Reads words with the quotes that Bash leaves in them.</summary>
internal static class ShellWord
{
    /// <summary>Returns the word without its quotes and backslashes; an open quote ends with the word.</summary>
    public static string Unquote(string word)
    {
        var text = new StringBuilder(word.Length);
        char? quote = null;
        for (var i = 0; i < word.Length; i++)
        {
            var c = word[i];
            if (c == quote) quote = null;
            else if (quote is null && c is '\'' or '"') quote = c;
            else if (c == '\\' && quote != '\'' && i + 1 < word.Length && (quote is null || word[i + 1] is '"' or '\\' or '$' or '`'))
                text.Append(word[++i]);
            else text.Append(c);
        }

        return text.ToString();
    }
}

using System.Globalization;
using System.Text;

namespace Llm.Web.Answers;

/// <summary>Pictures and other files that a model made, for interfaces that have no place for them.</summary>
internal static class MadeFiles
{
    /// <summary>Writes pictures as Markdown with their data, which chat programs show; other files as links.</summary>
    public static string AsMarkdown(AnswerResult result)
    {
        var text = new StringBuilder();
        foreach (var made in result.Attachments)
        {
            var type = made.LocalType() ?? "application/octet-stream";
            var address = made.Url ?? (made.Content is { } bytes ? $"data:{type};base64,{Convert.ToBase64String(bytes.Span)}" : null);
            if (address is null) continue;
            if (result.Text.Length + text.Length > 0) text.Append("\n\n");
            if (type.StartsWith("image/", StringComparison.Ordinal)) text.Append('!');
            text.Append(CultureInfo.InvariantCulture, $"[{type}]({address})");
        }

        return text.ToString();
    }
}

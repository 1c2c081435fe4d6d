using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Cli.Output;

/// <summary>Describes the request that a prompt would send, for <c>--dry-run</c>.</summary>
internal static class RequestText
{
    private const int BytesPerToken = 4;

    /// <summary>Returns the HTTP request, with an indented body.</summary>
    public static string Of(ModelRequest request)
    {
        var text = new StringBuilder($"{request.Method} {request.Url.AbsoluteUri}\n");
        foreach (var (name, value) in request.Headers) text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\n");
        if (request.Body is not null) text.Append('\n').Append(PythonJson.IndentedUnescaped(request.Body)).Append('\n');
        return text.ToString();
    }

    /// <summary>Returns the input of a model that has no request to show.</summary>
    public static string Of(Model model, Prompt prompt)
    {
        var json = new JsonObject
        {
            ["model"] = model.Id,
            ["messages"] = new JsonArray([.. prompt.Messages.Select(message => message.ToJson())]),
        };
        if (prompt.Options.Count > 0) json["options"] = prompt.Options.DeepClone();
        if (prompt.Schema is not null) json["schema"] = prompt.Schema.DeepClone();
        return PythonJson.IndentedUnescaped(json) + "\n";
    }

    /// <summary>Estimates the tokens of a prompt's text without a tokenizer, because tokenizers differ.</summary>
    public static int EstimateTokens(Prompt prompt)
    {
        var texts = prompt.Messages.SelectMany(message => message.Parts).Where(part => part is not AttachmentPart)
            .Select(part => part is TextPart text ? text.Text : PythonJson.CompactUnescaped(part.ToJson()))
            .Concat(prompt.Tools.Select(tool => $"{tool.Name} {tool.Description} {PythonJson.CompactUnescaped(tool.InputSchema)}"))
            .Append(prompt.Schema is null ? "" : PythonJson.CompactUnescaped(prompt.Schema));
        return (texts.Sum(Encoding.UTF8.GetByteCount) + BytesPerToken - 1) / BytesPerToken;
    }
}

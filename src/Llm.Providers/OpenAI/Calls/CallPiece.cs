using System.Text.Json;
using Llm.Json;

namespace Llm.Providers.OpenAI.Calls;

/// <summary>What a server sends of a tool call at once; the members that it leaves out are null.</summary>
/// <param name="Index">The position of the call.</param>
/// <param name="Id">The server's id of the call.</param>
/// <param name="Name">The name of the tool, or a piece of it.</param>
/// <param name="Arguments">The arguments as JSON text, or a piece of it.</param>
internal readonly record struct CallPiece(int? Index, string? Id, string? Name, string? Arguments)
{
    /// <summary>Whether there is a piece of the arguments.</summary>
    public bool HasArguments => !string.IsNullOrEmpty(Arguments);

    /// <summary>Whether the arguments begin a JSON object.</summary>
    public bool OpensArguments => Arguments.AsSpan().TrimStart() is ['{', ..];

    /// <summary>Reads an item of <c>tool_calls</c>; what belongs in <c>function</c> may also stand beside it.</summary>
    public static CallPiece Read(JsonElement call)
    {
        var function = call.Object("function");
        return new CallPiece(
            call.Position("index"),
            call.Given("id"),
            (function.Text("name") is null ? call : function).Given("name"),
            ArgumentsOf(function) ?? ArgumentsOf(call));
    }

    /// <summary>Reads the <c>function_call</c> that came before <c>tool_calls</c>: there is only one, without an id.</summary>
    public static CallPiece ReadFunction(JsonElement function) => new(0, null, function.Given("name"), ArgumentsOf(function));

    /// <summary>The arguments as JSON text: servers send them as text, as an object, or not at all.</summary>
    public static string? ArgumentsOf(JsonElement function)
    {
        if (function.ValueKind != JsonValueKind.Object || !function.TryGetProperty("arguments", out var value)) return null;
        return value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            _ => value.GetRawText(),
        };
    }
}

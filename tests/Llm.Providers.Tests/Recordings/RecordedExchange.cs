using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Testing;
using Llm.Tests;
using YamlDotNet.RepresentationModel;

namespace Llm.Providers.Tests.Recordings;

/// <summary>A request to OpenAI and its answer, as somebody recorded them.</summary>
/// <param name="Request">The request's body.</param>
/// <param name="IsChat">Whether it went to Chat Completions; else to Responses.</param>
/// <param name="Body">The answer's bytes as they came over the wire.</param>
/// <param name="ContentType">The answer's type.</param>
/// <param name="ContentEncoding">Such as gzip; null if the bytes are the text.</param>
internal sealed record RecordedExchange(JsonObject Request, bool IsChat, byte[] Body, string ContentType, string? ContentEncoding)
{
    public static readonly string[] Names =
    [
        "test_responses_basic_non_streaming", "test_responses_basic_streaming", "test_responses_interleaved_reasoning_between_tool_calls",
        "test_responses_round_trips_encrypted_reasoning",
        "test_responses_tool_use",
        "test_responses_tool_use_streaming",
        "test_tool_use_basic",
        "test_tool_use_chain_of_two_calls",
        "test_tools_streaming_variant_a",
        "test_tools_streaming_variant_b",
        "test_tools_streaming_variant_c",
        "test_tools_streaming_variant_d",
    ];

    /// <summary>Those that hold streamed answers.</summary>
    public static IEnumerable<string> StreamedNames => Names.Where(name => name.Contains("streaming_variant", StringComparison.Ordinal)
        || name is "test_responses_basic_streaming" or "test_responses_tool_use_streaming" or "test_tool_use_basic");

    public bool IsStream => Request["stream"]!.GetValue<bool>();

    /// <summary>The answer's text.</summary>
    public string Text
    {
        get
        {
            if (ContentEncoding is null) return Encoding.UTF8.GetString(Body);
            using var gzip = new GZipStream(new MemoryStream(Body), CompressionMode.Decompress);
            return new StreamReader(gzip, Encoding.UTF8).ReadToEnd();
        }
    }

    public FakeReply Reply
    {
        get
        {
            var reply = FakeReply.Bytes(Body, ContentType);
            return ContentEncoding is null ? reply : reply.WithHeader("Content-Encoding", ContentEncoding);
        }
    }

    /// <summary>Reads a recording; the test is skipped where it is absent.</summary>
    public static IReadOnlyList<RecordedExchange> Load(string name)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(SharedData.Path("data", "cassettes", $"{name}.yaml"))));
        var interactions = (YamlSequenceNode)yaml.Documents[0].RootNode["interactions"];
        return [.. interactions.Select(Read)];
    }

    private static RecordedExchange Read(YamlNode interaction)
    {
        var request = interaction["request"];
        var response = interaction["response"];
        var body = (YamlScalarNode)response["body"]["string"];
        // PyYAML wraps bytes that are no text in the tag !!binary.
        var bytes = body.Tag.IsEmpty ? Encoding.UTF8.GetBytes(body.Value!) : Convert.FromBase64String(body.Value!);
        return new RecordedExchange(
            JsonText.Parse(((YamlScalarNode)request["body"]).Value!)!.AsObject(),
            ((YamlScalarNode)request["uri"]).Value!.EndsWith("/chat/completions", StringComparison.Ordinal),
            bytes,
            Header(response, "content-type")!,
            Header(response, "content-encoding"));
    }

    private static string? Header(YamlNode response, string name) => ((YamlMappingNode)response["headers"]).Children
        .Where(header => ((YamlScalarNode)header.Key).Value!.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(header => ((YamlScalarNode)header.Value[0]).Value)
        .FirstOrDefault();
}

using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Testing;

namespace Llm.Tests.Prompts;

/// <summary>Test vectors made with the Python tool.</summary>
public class VectorTests
{
    [Fact]
    public async Task Stream_events_are_assembled_as_recorded()
    {
        var vectors = Vectors("stream_assembly").AsArray();
        vectors.Count.ShouldBe(17);
        foreach (var vector in vectors.Cast<JsonObject>())
        {
            var assembler = new StreamAssembler();
            var events = vector["events"]!.AsArray().Where(node => node is not JsonArray).Select(ReadEvent).ToList();
            var registered = vector["events"]!.AsArray().OfType<JsonArray>().ToList();
            if (vector["error"] is { } error)
            {
                Should.Throw<LlmException>(() => events.ForEach(e => assembler.Add(e))).Message.ShouldBe(error.GetValue<string>());
                continue;
            }

            events.Select(assembler.Add).ShouldBe(vector["part_index"]!.AsArray().Select(index => int.Parse(index!.ToJsonString())));
            var expected = vector["messages"]!.AsArray().Select(message => Message.FromJson(message!.AsObject())).ToList();
            var assembled = registered.Count == 0 ? assembler.Assemble() : (await Register(events, registered)).Messages;
            ToText(assembled).ShouldBe(ToText(expected));
            string.Concat(events.OfType<TextEvent>().Select(e => e.Text))
                .ShouldBe(vector["text"]!.GetValue<string>());
        }
    }

    [Fact]
    public void Attachment_ids_are_as_recorded()
    {
        foreach (var vector in Vectors("attachment_id").AsArray().Cast<JsonObject>())
        {
            var attachment = vector.Text("content_hex") is { } hex
                ? Attachment.FromBytes(Convert.FromHexString(hex))
                : Attachment.FromUrl(vector.Text("url")!);
            attachment.Id.ShouldBe(vector.Text("id"));
        }
    }

    [Fact]
    public void Tool_hashes_are_as_recorded()
    {
        foreach (var vector in Vectors("tool_hash").AsArray().Cast<JsonObject>())
        {
            new Tool(vector.Text("name")!, vector.Text("description"), vector.CopyObject("input_schema")!, vector.Text("plugin"))
                .Hash().ShouldBe(vector.Text("hash"));
        }
    }

    [Fact]
    public void Conversation_names_are_as_recorded()
    {
        foreach (var vector in Vectors("conversation_name").AsArray().Cast<JsonObject>())
        {
            Conversation.NameFor(vector.Text("in")!).ShouldBe(vector.Text("out"));
        }
    }

    [Fact]
    public async Task The_dict_form_of_a_response_is_as_recorded()
    {
        var model = new FakeModel(new ReasoningEvent("think"), "hi");
        var response = await model.PromptAsync("q", new PromptOptions { System = "s" });
        var json = response.ToJson();
        var expected = Vectors("response_to_dict").AsObject();
        expected["model"] = "fake";
        expected["id"] = response.Id;
        expected["datetime_utc"] = json["datetime_utc"]!.DeepClone();
        PythonJson.Spaced(json).ShouldBe(PythonJson.Spaced(expected));
        var again = Response.FromJson(json, model);
        PythonJson.Spaced(again.ToJson()).ShouldBe(PythonJson.Spaced(json));
    }

    private static PendingResponse Register(List<StreamEvent> events, List<JsonArray> calls) => new FakeModel((_, context, _) =>
    {
        foreach (var call in calls)
            context.AddToolCall(new ToolCall(call[0]!.GetValue<string>(), call[1]!.DeepClone().AsObject(), call[2]!.GetValue<string>()));
        return events.ToAsyncEnumerable();
    }).Ask();

    private static JsonNode Vectors(string name) =>
        JsonText.Parse(SharedData.Recorded("vectors-0.32.json"))![name]!;

    private static string ToText(IEnumerable<Message> messages) =>
        PythonJson.Spaced(new JsonArray([.. messages.Select(message => message.ToJson())]));

    private static StreamEvent ReadEvent(JsonNode? node)
    {
        if (node is not JsonObject json) return node!.GetValue<string>();
        var chunk = json.Text("chunk")!;
        var part = json.Integer("part_index");
        var message = json.Integer("message_index") ?? 0;
        var metadata = json.CopyObject("provider_metadata");
        var call = json.Text("tool_call_id");
        var executed = json.Flag("server_executed");
        return json.Text("type") switch
        {
            "text" => new TextEvent(chunk) { PartIndex = part, MessageIndex = message, ProviderMetadata = metadata },
            "reasoning" => new ReasoningEvent(chunk)
            {
                PartIndex = part,
                MessageIndex = message,
                ProviderMetadata = metadata,
                Redacted = json.Flag("redacted"),
            },
            "tool_call_name" => new ToolCallNameEvent(chunk)
            {
                PartIndex = part,
                MessageIndex = message,
                ProviderMetadata = metadata,
                ToolCallId = call,
                ServerExecuted = executed,
            },
            "tool_call_args" => new ToolCallArgumentsEvent(chunk)
            {
                PartIndex = part,
                MessageIndex = message,
                ProviderMetadata = metadata,
                ToolCallId = call,
                ServerExecuted = executed,
            },
            "tool_result" => new ToolResultEvent(json.Text("tool_name") ?? "", chunk)
            {
                PartIndex = part,
                MessageIndex = message,
                ProviderMetadata = metadata,
                ToolCallId = call,
                ServerExecuted = executed,
            },
            var other => throw new InvalidOperationException(other),
        };
    }
}

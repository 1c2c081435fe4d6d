using System.Reflection;
using System.Text.Json.Nodes;

namespace Llm.Tests.Prompts;

/// <summary>A new member of a prompt's options or of a stored response cannot be forgotten where members are copied one by one.</summary>
public sealed class MemberTests
{
    /// <summary>What belongs to one turn, so that a conversation's defaults do not give it.</summary>
    private static readonly string[] OfOneTurn =
    [
        nameof(PromptOptions.Fragments), nameof(PromptOptions.Attachments), nameof(PromptOptions.Messages),
        nameof(PromptOptions.ToolResults),
    ];

    /// <summary>
    /// What the dict form does not have, as it is the Python tool's and the log has the rest, or has from the model itself.
    /// </summary>
    private static readonly string[] NotInJson =
    [
        nameof(Response.Model), nameof(Response.ConversationId), nameof(Response.ForkedFrom), nameof(Response.Duration),
        nameof(Response.ResponseId), nameof(Response.ResponseModel), nameof(Response.ResolvedModel), nameof(Response.RawJson),
        nameof(Response.Incomplete),
    ];

    public static TheoryData<string> OptionNames =>
        [.. typeof(PromptOptions).GetProperties().Select(property => property.Name).Except(OfOneTurn)];

    [Theory]
    [MemberData(nameof(OptionNames))]
    public void A_turn_takes_each_option_of_its_conversation(string name)
    {
        var property = typeof(PromptOptions).GetProperty(name)!;
        var (defaults, empty) = (new PromptOptions(), new PromptOptions());
        property.SetValue(defaults, Sample(property));
        Text(property.GetValue(empty.Over(defaults, isFirstTurn: true))).ShouldBe(Text(Sample(property)));
    }

    [Fact]
    public void A_response_keeps_each_member_in_its_dict_form()
    {
        var json = Json(Sample());
        var kept = typeof(Response).GetProperties().Where(property => property.CanWrite && !NotInJson.Contains(property.Name));
        foreach (var property in kept)
        {
            var without = Sample();
            property.SetValue(without, property.GetValue(new Response { Id = "", ModelId = null, Prompt = new Prompt() }));
            Json(without).ShouldNotBe(
                json, $"{property.Name} needs a value in this test and a place in the dict form, or a reason to have none");
        }

        Json(Response.FromJson(JsonNode.Parse(json)!.AsObject())).ShouldBe(json);

        static Response Sample() => new()
        {
            Id = "01a",
            ModelId = "m",
            Prompt = new Prompt
            {
                Messages = [Message.System("brief"), Message.User("one")],
                System = "brief",
                Options = new JsonObject { ["loud"] = true },
            },
            Messages = [Message.Assistant("two")],
            FinishReason = FinishReason.Length,
            Usage = new Usage { InputTokens = 1, OutputTokens = 2, Details = new JsonObject { ["cached"] = 1 } },
            StartedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        };
    }

    private static string Json(Response response) => response.ToJson().ToJsonString();

    /// <summary>A value that differs from the member's default.</summary>
    private static object Sample(PropertyInfo property) => property.Name switch
    {
        nameof(PromptOptions.Stream) => false,
        _ when property.PropertyType == typeof(bool) => true,
        _ when property.PropertyType == typeof(string) => "text",
        _ when property.PropertyType == typeof(JsonObject) => new JsonObject { ["a"] = 1 },
        _ when property.PropertyType == typeof(IReadOnlyDictionary<string, JsonNode?>) => new Dictionary<string, JsonNode?> { ["a"] = 1 },
        _ when property.PropertyType == typeof(bool?) => false,
        _ when property.PropertyType == typeof(ToolChoice) => ToolChoice.Required,
        _ when property.PropertyType == typeof(IReadOnlyList<Fragment>) => (Fragment[])["fragment"],
        _ when property.PropertyType == typeof(IReadOnlyList<Tool>) => (Tool[])[new Tool("f", null, [])],
        _ when property.PropertyType == typeof(IReadOnlyList<Toolbox>) => (Toolbox[])[new Box()],
        _ => throw new InvalidOperationException($"{property.Name} needs a sample here, or a place among what belongs to one turn."),
    };

    private static string? Text(object? value) => value switch
    {
        JsonNode json => json.ToJsonString(),
        IReadOnlyDictionary<string, JsonNode?> options => string.Join(", ", options.Select(option => $"{option.Key}={option.Value}")),
        IEnumerable<object> items => string.Join(", ", items),
        _ => value?.ToString(),
    };

    private sealed class Box : Toolbox;
}

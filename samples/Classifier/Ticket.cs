using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Classifier;

public enum Urgency
{
    Low,
    Normal,
    High,
}

[Description("A message to the help desk, sorted")]
public sealed record Ticket(
    [property: Description("One line that says what is wrong")] string Summary,
    [property: Description("One word, such as printing, network, account")] string Topic,
    Urgency Urgency);

public sealed record Result(string Message, Ticket? Ticket, string? Error = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Result))]
internal sealed partial class ResultContext : JsonSerializerContext;

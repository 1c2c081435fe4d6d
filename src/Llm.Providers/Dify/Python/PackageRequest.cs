using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Packages;

namespace Llm.Providers.Dify.Python;

/// <summary>A request to the code of a package.</summary>
/// <param name="Data">What the SDK calls the data: the action and its arguments.</param>
/// <param name="Secrets">The secrets in it, which no message may repeat.</param>
internal sealed record PackageRequest(JsonObject Data, IReadOnlyList<string> Secrets)
{
    /// <summary>What stands for the user, and for the workspace of Dify.</summary>
    public const string User = "llm";

    /// <summary>A request to a model.</summary>
    /// <param name="action">The name of the action.</param>
    /// <param name="use">The model, and whose credentials it uses.</param>
    /// <param name="credentials">The credentials, checked.</param>
    /// <param name="arguments">The arguments of the action; the SDK wants all of them, those without a value as null.</param>
    public static PackageRequest Of(
        string action, PackageModelUse use, IReadOnlyDictionary<string, string> credentials,
        params KeyValuePair<string, JsonNode?>[] arguments)
    {
        var request = Of(action, use.Scope, credentials);
        request.Data["model_type"] = PackageModelTypes.NameOf(use.Entry.Type);
        request.Data["model"] = use.Entry.Name;
        foreach (var (name, value) in arguments) request.Data[name] = value;
        return request;
    }

    /// <summary>A request that is about the provider and none of its models.</summary>
    /// <param name="action">The name of the action.</param>
    /// <param name="scope">Whose credentials they are.</param>
    /// <param name="credentials">The credentials, checked.</param>
    public static PackageRequest Of(string action, CredentialScope scope, IReadOnlyDictionary<string, string> credentials)
    {
        var written = new JsonObject();
        foreach (var (variable, value) in credentials)
        {
            var field = scope.Form?.Fields.FirstOrDefault(known => known.Variable == variable);
            // A switch is true or false in Dify too.
            written[variable] = field?.Type == "switch" ? bool.Parse(value) : value;
        }

        return new PackageRequest(
            new JsonObject
            {
                ["type"] = "model",
                ["action"] = action,
                ["user_id"] = User,
                ["provider"] = scope.Package.Name,
                ["credentials"] = written,
            },
            scope.SecretsIn(credentials));
    }

    /// <summary>The line that is sent.</summary>
    /// <param name="session">A name by which the answer is recognised.</param>
    public byte[] ToLine(string session) => ToLine(new JsonObject
    {
        ["session_id"] = session,
        ["conversation_id"] = null,
        ["message_id"] = null,
        ["app_id"] = null,
        ["endpoint_id"] = null,
        ["context"] = new JsonObject(),
        ["event"] = "request",
        ["data"] = Data.DeepClone(),
    });

    /// <summary>A message as a line.</summary>
    public static byte[] ToLine(JsonObject message) =>
        System.Text.Encoding.UTF8.GetBytes(PythonJson.CompactUnescaped(message) + "\n");
}

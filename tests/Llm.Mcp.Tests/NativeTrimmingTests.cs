using System.Text.RegularExpressions;
using System.Xml.Linq;
using Llm.Tests;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Llm.Mcp.Tests;

/// <summary>What the native command leaves out of the SDK, against the messages that the SDK reads and writes for it.</summary>
public partial class NativeTrimmingTests
{
    private const string Before = "JsonTypeInfo`1<";
    private const string After = "> Create_";

    /// <summary>
    /// The messages of the SDK's own: of the connection, and the envelopes of all others, whose parameters and results the command reads
    /// and writes as JSON.
    /// </summary>
    private static readonly Type[] Messages =
    [
        typeof(JsonRpcMessage), typeof(JsonRpcRequest), typeof(JsonRpcResponse), typeof(JsonRpcError), typeof(JsonRpcNotification),
        typeof(InitializeRequestParams), typeof(InitializeResult), typeof(DiscoverRequestParams), typeof(DiscoverResult),
        typeof(PingRequestParams), typeof(PingResult), typeof(EmptyResult), typeof(ProgressNotificationParams),
        typeof(CancelledNotificationParams), typeof(InitializedNotificationParams), typeof(InputRequiredResult),
        typeof(SubscriptionsListenRequestParams),
    ];

    private static List<string> LeftOut => [.. XDocument
        .Load(Path.Combine(SharedData.RepositoryRoot, "src", "Llm.Cli", "NativeTrimming.xml"))
        .Descendants("assembly").First(assembly => (string?)assembly.Attribute("fullname") == "ModelContextProtocol.Core")
        .Descendants("method").Select(method => TypeIn((string)method.Attribute("signature")!)).OfType<string>()];

    [Fact]
    public void No_type_that_a_message_contains_is_left_out()
    {
        LeftOut.Count.ShouldBeGreaterThan(90);
        Reachable().Select(NameOf).Intersect(LeftOut).ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_server_which_the_twin_runs_uses_messages_that_are_left_out()
    {
        var messages = LeftOut.Select(type => type.Split('.')[^1]).Where(name => Message().IsMatch(name)).ToHashSet();
        messages.Count.ShouldBeGreaterThan(30);
        var folder = Path.Combine(SharedData.RepositoryRoot, "src", "Llm.Mcp");
        var users = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(folder, file).StartsWith("obj", StringComparison.Ordinal))
            .Where(file => Word().Matches(File.ReadAllText(file)).Any(word => messages.Contains(word.Value)))
            .Select(Path.GetFileName);
        users.ShouldBe(["McpService.cs"]);
    }

    private static string? TypeIn(string signature)
    {
        var start = signature.IndexOf(Before, StringComparison.Ordinal);
        return start < 0 ? null : signature[(start + Before.Length)..signature.IndexOf(After, StringComparison.Ordinal)];
    }

    /// <summary>The types of all values in the messages, as the SDK describes them.</summary>
    private static HashSet<Type> Reachable()
    {
        var (found, open) = (new HashSet<Type>(), new Stack<Type>(Messages));
        while (open.TryPop(out var type))
        {
            if (!found.Add(type)) continue;
            var described = McpJsonUtilities.DefaultOptions.GetTypeInfo(type);
            foreach (var next in described.Properties.Select(property => property.PropertyType)
                .Concat(described.PolymorphismOptions?.DerivedTypes.Select(derived => derived.DerivedType) ?? [])
                .Concat(new[] { described.ElementType, described.KeyType, Nullable.GetUnderlyingType(type) }.OfType<Type>()))
            {
                open.Push(next);
            }
        }

        return found;
    }

    /// <summary>The name of a type in the signatures of the file.</summary>
    private static string NameOf(Type type) => type switch
    {
        { IsArray: true } => NameOf(type.GetElementType()!) + "[]",
        { IsGenericType: true } =>
            $"{type.GetGenericTypeDefinition().FullName}<{string.Join(',', type.GetGenericArguments().Select(NameOf))}>",
        _ => type.FullName!.Replace('+', '/'),
    };

    [GeneratedRegex("(Params|Result|Block|Contents)$")]
    private static partial Regex Message();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}

using System.Xml.Linq;
using Llm.Tests;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Llm.Mcp.Tests;

/// <summary>What the native command leaves out of the SDK, against the messages that it reads and writes.</summary>
public class NativeTrimmingTests
{
    private const string Before = "JsonTypeInfo`1<";
    private const string After = "> Create_";

    private static readonly Type[] Messages =
    [
        typeof(JsonRpcMessage), typeof(JsonRpcRequest), typeof(JsonRpcResponse), typeof(JsonRpcError), typeof(JsonRpcNotification),
        typeof(InitializeRequestParams), typeof(InitializeResult), typeof(DiscoverRequestParams), typeof(DiscoverResult),
        typeof(ListToolsRequestParams), typeof(ListToolsResult), typeof(CallToolRequestParams), typeof(CallToolResult),
        typeof(ListResourcesRequestParams), typeof(ListResourcesResult), typeof(ListResourceTemplatesRequestParams),
        typeof(ListResourceTemplatesResult), typeof(ReadResourceRequestParams), typeof(ReadResourceResult),
        typeof(ListPromptsRequestParams), typeof(ListPromptsResult), typeof(GetPromptRequestParams), typeof(GetPromptResult),
        typeof(PingRequestParams), typeof(PingResult), typeof(EmptyResult), typeof(ProgressNotificationParams),
        typeof(CancelledNotificationParams), typeof(InitializedNotificationParams), typeof(InputRequiredResult),
        typeof(CompleteRequestParams), typeof(CompleteResult), typeof(SubscribeRequestParams), typeof(UnsubscribeRequestParams),
        typeof(SubscriptionsListenRequestParams),
    ];

    [Fact]
    public void No_type_that_a_message_contains_is_left_out()
    {
        var leftOut = XDocument.Load(Path.Combine(SharedData.RepositoryRoot, "src", "Llm.Cli", "NativeTrimming.xml"))
            .Descendants("assembly").First(assembly => (string?)assembly.Attribute("fullname") == "ModelContextProtocol.Core")
            .Descendants("method").Select(method => TypeIn((string)method.Attribute("signature")!)).OfType<string>().ToList();
        leftOut.Count.ShouldBeGreaterThan(30);
        Reachable().Select(NameOf).Intersect(leftOut).ShouldBeEmpty();
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
}

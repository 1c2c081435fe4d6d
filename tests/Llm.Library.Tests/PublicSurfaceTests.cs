using System.Reflection;
using System.Runtime.CompilerServices;

namespace Llm.Library.Tests;

/// <summary>Habits of the public surface; what it consists of is written down in <c>src/*/PublicAPI.Unshipped.txt</c>.</summary>
public class PublicSurfaceTests
{
    private const int MaxPositional = 5;

    private static readonly string[] Packages =
    [
        "Llm", "Llm.Storage", "Llm.Storage.Postgres", "Llm.VectorData", "Llm.Providers", "Llm.Mcp", "Llm.Scripting", "Llm.Hosting",
        "Llm.Testing",
    ];

    private static IEnumerable<Type> Types => Packages.SelectMany(package => Assembly.Load(package).GetExportedTypes());

    [Fact]
    public void A_method_with_the_suffix_Async_can_be_awaited_or_enumerated_and_takes_a_token()
    {
        // A check of a model has a time limit of its own.
        var methods = Types.Where(type => type.Namespace != "Llm.Testing").SelectMany(Declared).OfType<MethodInfo>()
            .Where(method => !method.IsSpecialName && method.Name.EndsWith("Async", StringComparison.Ordinal)
                && method.Name != nameof(IAsyncDisposable.DisposeAsync));
        methods.Where(method => !IsAwaitable(method.ReturnType)
                || method.GetParameters().All(parameter => parameter.ParameterType != typeof(CancellationToken)))
            .Select(Describe).ShouldBeEmpty();
    }

    [Fact]
    public void No_member_is_a_tuple() =>
        Types.SelectMany(Declared).Where(member => TypesOf(member).Any(MentionsTuple)).Select(Describe).ShouldBeEmpty();

    [Fact]
    public void No_record_has_many_positional_parameters() =>
        Types.Where(type => type.GetMethod("<Clone>$") is not null).SelectMany(type => type.GetConstructors())
            .Where(constructor => constructor.GetParameters().Length > MaxPositional).Select(Describe).ShouldBeEmpty();

    [Fact]
    public void Nothing_about_a_model_can_be_changed_by_the_prompts_that_share_it() =>
        Types.Where(type => type.IsAssignableTo(typeof(Model)) || type.IsAssignableTo(typeof(EmbeddingModel)))
            .SelectMany(type => type.GetProperties())
            .Where(property => property.SetMethod is { IsPublic: true } setter
                && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)))
            .Select(Describe).ShouldBeEmpty();

    [Fact]
    public void No_member_of_a_model_hides_a_type_that_providers_use() =>
        typeof(Model).GetMember("Environment").Concat(typeof(EmbeddingModel).GetMember("Environment")).ShouldBeEmpty();

    private static IEnumerable<MemberInfo> Declared(Type type) =>
        type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => !member.IsDefined(typeof(CompilerGeneratedAttribute)));

    private static bool IsAwaitable(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && type.GetGenericTypeDefinition() is var definition
            && (definition == typeof(Task<>) || definition == typeof(ValueTask<>) || definition == typeof(IAsyncEnumerable<>)));

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        PropertyInfo property => [property.PropertyType],
        MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType),
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        _ => [],
    };

    private static bool MentionsTuple(Type type) =>
        type.IsAssignableTo(typeof(ITuple)) || (type.IsGenericType && type.GetGenericArguments().Any(MentionsTuple));

    private static string Describe(MemberInfo member) => $"{member.DeclaringType}.{member}";
}

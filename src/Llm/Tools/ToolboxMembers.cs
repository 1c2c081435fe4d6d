using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Llm;

/// <summary>Finds the members of a toolbox class.</summary>
/// <remarks>
/// Not in <see cref="Toolbox"/> because trimming would regard these as members of every toolbox that are called by reflection.
/// </remarks>
internal static class ToolboxMembers
{
    /// <summary>The members that a listing of a class inspects.</summary>
    public const DynamicallyAccessedMemberTypes Listed = DynamicallyAccessedMemberTypes.PublicMethods
        | DynamicallyAccessedMemberTypes.NonPublicMethods | DynamicallyAccessedMemberTypes.PublicProperties;

    private const string Prepare = "PrepareAsync";

    /// <summary>The methods of a class that are tools, by name.</summary>
    public static IEnumerable<MethodInfo> MethodsOf([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(method => !method.IsSpecialName && !IsOwn(method.GetBaseDefinition().DeclaringType))
            .OrderBy(method => SnakeCase.Of(method.Name), StringComparer.Ordinal);

    /// <summary>Whether a class determines its tools at run time.</summary>
    public static bool IsDynamic([DynamicallyAccessedMembers(Listed)] Type type) =>
        type.GetProperty(nameof(Toolbox.Tools))!.DeclaringType != typeof(Toolbox)
        || type.GetMethod(Prepare, BindingFlags.NonPublic | BindingFlags.Instance)!.DeclaringType != typeof(Toolbox);

    private static bool IsOwn(Type? declaring) => declaring == typeof(object) || declaring == typeof(Toolbox);
}

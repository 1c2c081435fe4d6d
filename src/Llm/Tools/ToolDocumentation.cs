using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Llm;

/// <summary>Finds the documentation of methods that the source generator kept in their assembly.</summary>
internal static class ToolDocumentation
{
    // Read once for an assembly, and forgotten with it.
    private static readonly ConditionalWeakTable<Assembly, Dictionary<string, ToolDocumentationAttribute>> Assemblies = [];

    /// <summary>What a method does; null if nothing is said.</summary>
    public static string? SummaryOf(MethodInfo method) => Find(method)?.Summary;

    /// <summary>What a parameter means; null if nothing is said, or said by its <see cref="DescriptionAttribute"/>.</summary>
    public static string? DescriptionOf(ParameterInfo parameter) =>
        parameter.Member is MethodInfo method && parameter.GetCustomAttribute<DescriptionAttribute>() is null
            ? Find(method)?.Parameters.ElementAtOrDefault(parameter.Position)
            : null;

    private static ToolDocumentationAttribute? Find(MethodInfo method)
    {
        var documented = Assemblies.GetValue(method.Module.Assembly, Read);
        return documented.Count == 0 ? null : documented.GetValueOrDefault(KeyOf(method));
    }

    private static Dictionary<string, ToolDocumentationAttribute> Read(Assembly assembly)
    {
        var documented = new Dictionary<string, ToolDocumentationAttribute>();
        foreach (var entry in assembly.GetCustomAttributes<ToolDocumentationAttribute>()) documented[entry.Method] = entry;
        return documented;
    }

    /// <summary>The name that the generator (<c>MethodKey</c>) gives the method too.</summary>
    private static string KeyOf(MethodInfo method)
    {
        // Type arguments are not in the sources.
        if (method.IsGenericMethod) method = method.GetGenericMethodDefinition();
        if (method.DeclaringType is { IsConstructedGenericType: true } constructed)
            method = (MethodInfo)constructed.GetGenericTypeDefinition().GetMemberWithSameMetadataDefinitionAs(method);

        // A local function that captures something sits in a class of the compiler's, and its name ends in numbers: <Main>g__Name|0_0.
        var type = method.DeclaringType;
        while (type is { DeclaringType: { } outer } && type.Name.StartsWith("<>c", StringComparison.Ordinal)) type = outer;
        var name = method.Name.Contains(">g__", StringComparison.Ordinal) ? method.Name[..method.Name.LastIndexOf('|')] : method.Name;
        return $"{type}.{name}({string.Join(',', method.GetParameters().Select(parameter => parameter.ParameterType))})";
    }
}

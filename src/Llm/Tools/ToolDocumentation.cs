using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Llm;

/// <summary>Finds the documentation of methods that the source generator stored in their assembly.</summary>
internal static class ToolDocumentation
{
    // Read once per assembly and released with it.
    private static readonly ConditionalWeakTable<Assembly, Dictionary<string, ToolDocumentationAttribute>> Assemblies = [];

    /// <summary>The summary of a method; null if there is none.</summary>
    public static string? SummaryOf(MethodInfo method) => Find(method)?.Summary;

    /// <summary>The description of a parameter; null if there is none, or if its <see cref="DescriptionAttribute"/> gives it.</summary>
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

    /// <summary>The same key that the generator (<c>MethodKey</c>) writes.</summary>
    private static string KeyOf(MethodInfo method)
    {
        // The sources do not contain the type arguments.
        if (method.IsGenericMethod) method = method.GetGenericMethodDefinition();
        if (method.DeclaringType is { IsConstructedGenericType: true } constructed)
            method = (MethodInfo)constructed.GetGenericTypeDefinition().GetMemberWithSameMetadataDefinitionAs(method);

        // The compiler puts a local function with captures into a class, and adds numbers to its name: <Main>g__Name|0_0.
        var type = method.DeclaringType;
        while (type is { DeclaringType: { } outer } && type.Name.StartsWith("<>c", StringComparison.Ordinal)) type = outer;
        var name = method.Name.Contains(">g__", StringComparison.Ordinal) ? method.Name[..method.Name.LastIndexOf('|')] : method.Name;
        return $"{type}.{name}({string.Join(',', method.GetParameters().Select(parameter => parameter.ParameterType))})";
    }
}

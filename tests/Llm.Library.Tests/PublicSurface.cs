using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Llm.Library.Tests;

/// <summary>Writes what an assembly shows to its users: a line for each public type and member, sorted.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
        [typeof(char)] = "char",
    };

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(DescribeType(type)).Append('\n');
            if (type.IsSubclassOf(typeof(Delegate))) continue;
            foreach (var line in type.GetMembers(Declared).Select(DescribeMember).OfType<string>().Order(StringComparer.Ordinal))
                text.Append("  ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static string DescribeType(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
            return $"delegate {DescribeMember(type.GetMethod("Invoke")!)!.Replace("Invoke(", FullName(type) + "(", StringComparison.Ordinal)}";
        var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
            : type.GetMethod("<Clone>$") is not null ? "record" : "class";
        var modifier = type is { IsAbstract: true, IsSealed: true }
            ? "static "
            : type.IsInterface || type.IsValueType
            ? ""
            : type.IsAbstract
            ? "abstract "
            : type.IsSealed
            ? "sealed "
            : "";
        Type[] bases = type.IsEnum || type.BaseType is null || type.BaseType == typeof(object) || type.BaseType == typeof(ValueType)
            ? []
            : [type.BaseType];
        var parents = bases.Concat(type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).Where(parent => parent.IsPublic))
            .Select(Name).OrderBy(name => name, StringComparer.Ordinal).ToList();
        return $"{modifier}{kind} {FullName(type)}{(parents.Count == 0 ? "" : $" : {string.Join(", ", parents)}")}";
    }

    private static string? DescribeMember(MemberInfo member)
    {
        // What compilers add to records is theirs.
        if (member.Name.Contains(
            '<', StringComparison.Ordinal) || (member is MethodInfo && member.IsDefined(typeof(CompilerGeneratedAttribute)))) return null;
        switch (member)
        {
            case FieldInfo field when IsVisible(field.Attributes & FieldAttributes.FieldAccessMask) && field.Name != "value__":
                return field.IsLiteral && field.DeclaringType!.IsEnum
                    ? $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), System.Globalization.CultureInfo.InvariantCulture)}"
                    : $"{(field.IsStatic ? field.IsLiteral ? "const " : "static " : "")}{Name(Nullability.Create(field))} {field.Name}";
            case PropertyInfo property when Accessors(property).Length > 0:
                var parameters = property.GetIndexParameters();
                var name = parameters.Length == 0 ? property.Name : $"this[{string.Join(", ", parameters.Select(Describe))}]";
                return $"{Modifiers(Accessors(property)[0])}{Name(Nullability.Create(property))} {name} {{ {string.Join(" ", Accessors(property).Select(Accessor))} }}";
            case ConstructorInfo constructor when IsVisible(constructor) && !IsCopyConstructor(constructor):
                return $"{Access(constructor)}new({Parameters(constructor)})";
            case MethodInfo method when IsVisible(method) && !method.IsSpecialName
                && method.DeclaringType!.GetMethod("<Clone>$") is var clone
                && !(clone is not null && method.Name is "ToString" or "GetHashCode" or "Equals"):
                return $"{Modifiers(method)}{Name(Nullability.Create(method.ReturnParameter))} "
                    + $"{method.Name}{Generics(method.GetGenericArguments())}({Parameters(method)})";
            case MethodInfo { IsSpecialName: true } operation when IsVisible(operation)
                && operation.Name.StartsWith("op_", StringComparison.Ordinal):
                return $"static {Name(operation.ReturnType)} {operation.Name}({Parameters(operation)})";
            case EventInfo happening when IsVisible(happening.AddMethod!):
                return $"event {Name(happening.EventHandlerType!)} {happening.Name}";
            default:
                return null;
        }
    }

    private static bool IsCopyConstructor(ConstructorInfo constructor) =>
        constructor.GetParameters() is [var only] && only.ParameterType == constructor.DeclaringType && constructor.IsFamily;

    private static MethodInfo[] Accessors(PropertyInfo property) =>
        [.. new[] { property.GetMethod, property.SetMethod }.OfType<MethodInfo>().Where(IsVisible)];

    private static string Accessor(MethodInfo accessor)
    {
        var isInit = accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
        return $"{Access(accessor)}{(accessor.ReturnType != typeof(void) ? "get" : isInit ? "init" : "set")};";
    }

    private static string Modifiers(MethodInfo method)
    {
        var place = method.IsStatic ? "static " : method.DeclaringType!.IsInterface ? method.IsAbstract ? "" : "default "
            : method.IsAbstract
                ? "abstract "
                : method.GetBaseDefinition() != method
                ? "override "
                : method is { IsVirtual: true, IsFinal: false }
                ? "virtual "
                : "";
        return Access(method) + place;
    }

    private static string Access(MethodBase method) => method.IsFamily || method.IsFamilyOrAssembly ? "protected " : "";

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(FieldAttributes access) =>
        access is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static string Parameters(MethodBase method)
    {
        var self = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return self + string.Join(", ", method.GetParameters().Select(Describe));
    }

    private static string Describe(ParameterInfo parameter)
    {
        var isList = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute));
        var passing = isList ? "params " : parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : "";
        var value = !parameter.HasDefaultValue ? "" : $" = {(parameter.RawDefaultValue switch { null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null", string text => $"\"{text}\"", bool flag => flag ? "true" : "false", var other => other })}";
        return $"{passing}{Name(Nullability.Create(parameter))} {parameter.Name}{value}";
    }

    private static string Name(NullabilityInfo info)
    {
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        var suffix = !type.IsValueType && info.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray && info.ElementType is { } element) return $"{Name(element)}[]{suffix}";
        if (!type.IsGenericType || type.GetGenericTypeDefinition() == typeof(Nullable<>) || info.GenericTypeArguments.Length == 0)
            return Name(type) + suffix;
        return $"{BareName(type)}<{string.Join(", ", info.GenericTypeArguments.Select(Name))}>{suffix}";
    }

    private static string Name(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword)) return keyword;
        if (type.IsByRef) return Name(type.GetElementType()!);
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Name(underlying) + "?";
        return BareName(type) + Generics(type.GetGenericArguments());
    }

    private static string Generics(Type[] types) => types.Length == 0 ? "" : $"<{string.Join(", ", types.Select(Name))}>";

    private static string FullName(Type type) => $"{type.Namespace}.{(type.DeclaringType is null ? "" : type.DeclaringType.Name + ".")}{BareName(type)}{Generics(type.GetGenericArguments())}";

    private static string BareName(Type type) => type.Name.Split('`')[0];
}

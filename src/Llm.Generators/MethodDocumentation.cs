using Microsoft.CodeAnalysis;

namespace Llm.Generators;

/// <summary>What is said of a method and its parameters.</summary>
internal sealed class MethodDocumentation
{
    private MethodDocumentation(string? summary, string?[] parameters) => (Summary, Parameters) = (summary, parameters);

    /// <summary>What it does; null if nothing is said.</summary>
    public string? Summary { get; }

    /// <summary>What the parameters mean, by position; null for one of which nothing is said.</summary>
    public IReadOnlyList<string?> Parameters { get; }

    public bool IsEmpty => Summary is null && Parameters.All(parameter => parameter is null);

    /// <summary>What the sources of this compilation say. An override without a comment and <c>&lt;inheritdoc/&gt;</c> inherit.</summary>
    public static MethodDocumentation Of(IMethodSymbol method, CancellationToken cancellationToken)
    {
        // Of a partial method the comment of the implementation counts, as for the compiler.
        var (comment, part) = new[] { method.PartialImplementationPart, method, method.PartialDefinitionPart }
            .OfType<IMethodSymbol>()
            .SelectMany(part => part.DeclaringSyntaxReferences, (part, source) => (Comment: DocumentationComment.Before(source.GetSyntax(cancellationToken)), part))
            .FirstOrDefault(found => found.Comment is not null);
        var inherits = comment is null ? method.IsOverride : comment.Element("inheritdoc") is { } tag && tag.Attribute("cref") is null;
        var inherited = inherits && Inherited(method) is { } parent ? Of(parent, cancellationToken) : null;
        return new(
            DocumentationComment.TextOf(comment?.Element("summary")) ?? inherited?.Summary,
            [.. (part ?? method).Parameters.Select(parameter =>
                DocumentationComment.TextOf(comment?.Elements("param").FirstOrDefault(element => (string?)element.Attribute("name") == parameter.Name))
                ?? inherited?.Parameters[parameter.Ordinal])]);
    }

    private static IMethodSymbol? Inherited(IMethodSymbol method) =>
        method.OverriddenMethod ?? method.ContainingType.AllInterfaces
            .SelectMany(parent => parent.GetMembers(method.Name))
            .FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method)) as IMethodSymbol;
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Llm.Generators;

/// <summary>Finds the methods that a program makes tools of.</summary>
internal static class ToolMethods
{
    /// <summary>Whether a piece of syntax may name some; asked of all syntax, so it does not look twice.</summary>
    public static bool MayBeIn(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } call => NameOf(call) is "FromMethod" or "AddTool",
        ClassDeclarationSyntax { BaseList: not null } => true,
        _ => false,
    };

    /// <summary>The methods and lambdas: the one that a call is given, or those of a toolbox, its other parts included.</summary>
    public static IEnumerable<IMethodSymbol> In(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken) => node switch
    {
        InvocationExpressionSyntax call => Given(call, model, cancellationToken) is { } method ? [method] : [],
        ClassDeclarationSyntax declaration when model.GetDeclaredSymbol(declaration, cancellationToken) is INamedTypeSymbol type && IsToolbox(type) =>
            type.GetMembers().OfType<IMethodSymbol>()
                .Where(method => method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsStatic: false }),
        _ => [],
    };

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name.Identifier.Text,
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.Text,
        _ => null,
    };

    private static IMethodSymbol? Given(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        var argument = call.ArgumentList.Arguments.FirstOrDefault(argument => argument.NameColon is null or { Name.Identifier.Text: "method" });
        if (argument is null || model.GetSymbolInfo(call, cancellationToken).Symbol?.ContainingType is not { } type) return null;
        return IsOurs(type, "Tool") || IsOurs(type, "Toolbox")
            ? model.GetSymbolInfo(Bare(argument.Expression), cancellationToken).Symbol as IMethodSymbol
            : null;
    }

    /// <summary>The method itself, without casts and the like that choose one of several.</summary>
    private static ExpressionSyntax Bare(ExpressionSyntax expression) => expression switch
    {
        CastExpressionSyntax cast => Bare(cast.Expression),
        ParenthesizedExpressionSyntax parentheses => Bare(parentheses.Expression),
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } only } => Bare(only[0].Expression),
        _ => expression,
    };

    private static bool IsToolbox(INamedTypeSymbol type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (IsOurs(parent, "Toolbox")) return true;
        }

        return false;
    }

    private static bool IsOurs(INamedTypeSymbol type, string name) =>
        type.Name == name && type.ContainingNamespace is { Name: "Llm", ContainingNamespace.IsGlobalNamespace: true };
}

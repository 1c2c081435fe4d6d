using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Llm.Generators;

/// <summary>Finds the methods that become tools.</summary>
internal static class ToolMethods
{
    /// <summary>Whether a syntax node may contain such methods; a fast check, because it is called for all nodes.</summary>
    public static bool MayBeIn(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } call => NameOf(call) is "FromMethod" or "AddTool",
        ClassDeclarationSyntax { BaseList: not null } => true,
        _ => false,
    };

    /// <summary>
    /// The methods and lambdas in a node: the argument of a call, or all methods of a toolbox, including its other partial declarations.
    /// </summary>
    public static IEnumerable<IMethodSymbol> In(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken) => node switch
    {
        InvocationExpressionSyntax call => Given(call, model, cancellationToken) is { } method ? [method] : [],
        ClassDeclarationSyntax declaration when model.GetDeclaredSymbol(declaration, cancellationToken) is INamedTypeSymbol type
            && IsToolbox(type) =>
            type.GetMembers().OfType<IMethodSymbol>()
                .Where(
                    method => method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsStatic: false }),
        _ => [],
    };

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name.Identifier.Text,
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.Text,
        _ => null,
    };

    private static IMethodSymbol? Given(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetOperation(call, cancellationToken) is IInvocationOperation { TargetMethod.ContainingType: { } type } operation
        && (IsOurs(type, "Tool") || IsOurs(type, "Toolbox"))
            ? MethodOf(operation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "method")?.Value)
            : null;

    private static IMethodSymbol? MethodOf(IOperation? value) => value switch
    {
        IConversionOperation conversion => MethodOf(conversion.Operand),
        IDelegateCreationOperation creation => MethodOf(creation.Target),
        IMethodReferenceOperation reference => reference.Method,
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        _ => null,
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

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Llm.Generators;

/// <summary>A call that makes a tool from a method, or a type of toolbox from a factory.</summary>
internal sealed class ToolMethodCall(IOperation value, bool isFactory, bool hasJson)
{
    /// <summary>Whether the method creates a toolbox.</summary>
    public bool IsFactory => isFactory;

    /// <summary>Whether the call gives JSON options.</summary>
    public bool HasJson => hasJson;

    /// <summary>The method or lambda that is given; null if it comes from a variable.</summary>
    public IMethodSymbol? Method => MethodOf(value);

    /// <summary>A method with the same parameters and result; null if the compiler does not know them.</summary>
    public IMethodSymbol? Signature => Method ?? (Converted(value).Type as INamedTypeSymbol)?.DelegateInvokeMethod;

    private static IMethodSymbol? MethodOf(IOperation value) => Converted(value) switch
    {
        IDelegateCreationOperation creation => MethodOf(creation.Target),
        IMethodReferenceOperation reference => reference.Method,
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        _ => null,
    };

    private static IOperation Converted(IOperation value)
    {
        while (value is IConversionOperation conversion) value = conversion.Operand;
        return value;
    }
}

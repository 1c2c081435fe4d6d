namespace Llm;

/// <summary>Loads what is named <c>prefix:argument</c> as fragments and attachments.</summary>
/// <param name="argument">What stands behind the prefix.</param>
/// <param name="cancellationToken">Stops the work.</param>
public delegate Task<LoadedFragments> FragmentLoader(string argument, CancellationToken cancellationToken);

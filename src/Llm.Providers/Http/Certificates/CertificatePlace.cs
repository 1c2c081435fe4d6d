namespace Llm.Providers.Http.Certificates;

/// <summary>Where in the files of the system's store a certificate is: as text between the lines of PEM.</summary>
/// <param name="File">The file.</param>
/// <param name="Offset">The position of the first line, in bytes.</param>
/// <param name="Length">The length of all lines, in bytes.</param>
internal sealed record CertificatePlace(string File, int Offset, int Length);

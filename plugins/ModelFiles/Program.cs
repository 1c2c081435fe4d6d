// Copies the resources of an assembly into a folder, each under the last two parts of its name ("model.onnx"), without loading it:
//
//     dotnet ModelFiles.dll ASSEMBLY FOLDER
//
// Llm.Local takes its models out of NuGet packages this way when it is built.
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

if (args is not [var assembly, var folder])
{
    Console.Error.WriteLine("Usage: ModelFiles ASSEMBLY FOLDER");
    return 2;
}

using var image = new PEReader(File.OpenRead(assembly));
var metadata = image.GetMetadataReader();
var start = image.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress;
Directory.CreateDirectory(folder);
foreach (var handle in metadata.ManifestResources)
{
    var resource = metadata.GetManifestResource(handle);
    var name = metadata.GetString(resource.Name);
    var content = image.GetSectionData(start + (int)resource.Offset).GetReader();
    var length = content.ReadInt32();
    using var output = File.Create(Path.Combine(folder, string.Join('.', name.Split('.')[^2..])));
    unsafe
    {
        output.Write(new ReadOnlySpan<byte>(content.CurrentPointer, length));
    }
}

return 0;

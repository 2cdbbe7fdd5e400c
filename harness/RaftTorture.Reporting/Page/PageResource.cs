namespace RaftTorture.Reporting.Page;

/// <summary>The files beside this one, as they are embedded in the assembly.</summary>
public static class PageResource
{
    public static string Read(string fileName)
    {
        var assembly = typeof(PageResource).Assembly;
        using var stream = assembly.GetManifestResourceStream(fileName)
            ?? throw new InvalidOperationException($"{fileName} is not embedded in {assembly.GetName().Name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

using Microsoft.Extensions.Logging;

namespace OneApi.Client.Usage;

/// <summary>
/// Daily reports as files. A file appears whole or not at all, and is never changed afterwards: what no longer holds is followed by a correction
/// beside it. The folder itself is the memory of what was reported, so a restart changes nothing, and several nodes may share it.
/// </summary>
internal sealed class FolderTarget(string folder, ReportFormats formats, ILogger logger) : IReportTarget
{
    private static readonly (ReportFormats Format, string Extension)[] Extensions = [(ReportFormats.Csv, ReportRendering.Csv), (ReportFormats.Json, ReportRendering.Json)];

    public string Name => folder;

    public async ValueTask<int?> OfferAsync(DailyUsageReport report, bool isDue, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        int? taken = null;
        foreach (var (format, extension) in Extensions)
        {
            if (formats.HasFlag(format) && await OfferAsync(report, extension, isDue, cancellationToken).ConfigureAwait(false) is { } number)
            {
                taken = Math.Max(taken ?? 0, number);
            }
        }

        return taken;
    }

    /// <summary>Deletes the reports of days before a day; files that are no reports stay.</summary>
    /// <returns>How many files are gone.</returns>
    public int DeleteBefore(DateOnly day)
    {
        var old = Files().Where(file => file.Day < day).ToArray();
        foreach (var file in old)
        {
            File.Delete(PathOf(file));
        }

        return old.Length;
    }

    private async Task<int?> OfferAsync(DailyUsageReport report, string extension, bool isDue, CancellationToken cancellationToken)
    {
        DailyReportFile[] known = [.. Files().Where(file => file.Day == report.Day && file.Extension == extension)];
        if (known.Length == 0 && !isDue)
        {
            return null;
        }

        var bytes = await ReportRendering.RenderAsync(report, extension, cancellationToken).ConfigureAwait(false);
        var number = 0;
        if (known.Length > 0)
        {
            var last = known.MaxBy(static file => file.Correction);
            var written = await File.ReadAllBytesAsync(PathOf(last), cancellationToken).ConfigureAwait(false);
            if (written.AsSpan().SequenceEqual(bytes) || !ReportRendering.HaveSameColumns(written, bytes, extension))
            {
                return null;
            }

            if (ReportRendering.CallsIn(written, extension) is { } reported && reported > report.Total.Calls)
            {
                Log.LedgerHasLost(logger, report.Day, reported, report.Total.Calls, folder);
                return null;
            }

            number = last.Correction + 1;
        }

        await WriteAsync(new(report.Day, number, extension), bytes, cancellationToken).ConfigureAwait(false);
        return number;
    }

    private async Task WriteAsync(DailyReportFile file, byte[] bytes, CancellationToken cancellationToken)
    {
        // One name for all who write it: of two nodes at once one fails, tries again later, and finds the file.
        var temporary = Path.Combine(folder, $".{file}.tmp");
        var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.Asynchronous);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, PathOf(file), overwrite: false);
    }

    private IEnumerable<DailyReportFile> Files() =>
        Directory.EnumerateFiles(folder).Select(static path => DailyReportFile.Parse(Path.GetFileName(path))).OfType<DailyReportFile>();

    private string PathOf(DailyReportFile file) => Path.Combine(folder, file.ToString());
}

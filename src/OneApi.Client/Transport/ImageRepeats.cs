using System.Globalization;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;

namespace OneApi.Client.Transport;

/// <summary>Several calls where a provider makes one image at a time, a few at once. What was made and paid for is kept when others fail.</summary>
internal static class ImageRepeats
{
    /// <summary>No one call of a caller's becomes more calls than this.</summary>
    private const int Most = 32;

    public static async Task<ImageGenerationResponse> RunAsync(
        ImageRequest request,
        int times,
        int atOnce,
        Func<ImageRequest, int, Task<ImageGenerationResponse>> run,
        CancellationToken cancellationToken)
    {
        if (times > Most)
        {
            throw request.Refuse(nameof(ImageGenerationOptions.Count), string.Create(CultureInfo.InvariantCulture, $"So many images would take {times} calls; the most is {Most}."));
        }

        using var gate = new SemaphoreSlim(atOnce);
        var own = Enumerable.Range(0, times).Select(index => request with { Warnings = new(), Options = CountUp(request.Options, index) }).ToArray();
        var results = await Task.WhenAll(own.Select((one, index) => TryAsync(one, index, run, gate, cancellationToken))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var one in own)
        {
            request.Warnings.AddAll(one.Warnings);
        }

        return Merge(request, results);
    }

    private static ImageGenerationOptions? CountUp(ImageGenerationOptions? options, int index)
    {
        var name = options?.AdditionalProperties?.Keys.FirstOrDefault(static name => name is "seed" or "Seed");
        if (name is null || index == 0 || !long.TryParse(JsonWrite.Text(options!.AdditionalProperties![name]), NumberStyles.Integer, CultureInfo.InvariantCulture, out var seed) || seed < 0)
        {
            return options;
        }

        var own = options.Clone();
        own.AdditionalProperties = new(options.AdditionalProperties!) { [name] = seed + index };
        return own;
    }

    private static async Task<(ImageGenerationResponse? Response, OneApiException? Error)> TryAsync(
        ImageRequest request,
        int index,
        Func<ImageRequest, int, Task<ImageGenerationResponse>> run,
        SemaphoreSlim gate,
        CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return (await run(request, index).ConfigureAwait(false), null);
        }
        catch (OneApiException error)
        {
            return (null, error);
        }
        finally
        {
            gate.Release();
        }
    }

    private static ImageGenerationResponse Merge(ImageRequest request, (ImageGenerationResponse? Response, OneApiException? Error)[] results)
    {
        var whole = new ImageGenerationResponse { RawRepresentation = results.FirstOrDefault(static result => result.Response is not null).Response?.RawRepresentation };
        foreach (var (response, _) in results)
        {
            if (response is not null)
            {
                whole.Contents = [.. whole.Contents, .. response.Contents];
                AddUsage(whole, response.Usage);
            }
        }

        if (results.FirstOrDefault(static result => result.Error is not null).Error is not { } error)
        {
            return whole;
        }

        if (whole.Contents.Count == 0)
        {
            throw error;
        }

        var failed = results.Count(static result => result.Error is not null);
        request.Warnings.Adjusted(
            nameof(ImageGenerationOptions.Count),
            string.Create(CultureInfo.InvariantCulture, $"{failed} of {results.Length} calls for one image each failed ({error.Kind}); the other images are here."));
        return whole;
    }

    private static void AddUsage(ImageGenerationResponse whole, UsageDetails? usage)
    {
        if (usage is not null)
        {
            (whole.Usage ??= new()).Add(usage);
        }
    }
}

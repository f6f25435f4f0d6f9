using System.Collections.Concurrent;

namespace OneApi.Client.Testing.Images;

/// <summary>The tasks of a fake: each ends after it was asked for a few times, or never.</summary>
internal sealed class ImageTasks(ImageScript script)
{
    private readonly ConcurrentDictionary<string, ImageTask> _tasks = new(StringComparer.Ordinal);

    public IEnumerable<ImageTask> Running => _tasks.Values.Where(static task => !task.HasEnded);

    public ImageTask Add(string id, int width, int height, int count, long seed)
    {
        var task = new ImageTask(id, width, height, count, seed, script.Outcome, script.PollsUntilDone);
        _tasks[id] = task;

        return task;
    }

    public ImageTask? Find(string id) => _tasks.GetValueOrDefault(id);

    public void Remove(string id) => _tasks.TryRemove(id, out _);
}

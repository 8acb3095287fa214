"""Place points by t-SNE in a child process: it loads scikit-learn, which takes 100 MB and two seconds."""

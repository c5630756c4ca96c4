import numpy as np
from keras import backend as K
from keras.layers import GRU, Activation, Dense, Input, Lambda
from keras.layers.merge import add
from keras.models import Model
from keras.optimizers import SGD

np.random.seed(0)
n, T, L = 96, 8, 2
labels = np.random.randint(0, 3, (n, L)).astype('float32')
X = np.random.rand(n, T, 4) * .1
for i in range(n):
    for j in range(L):
        X[i, j * 4:j * 4 + 2, int(labels[i, j])] = 1.


def ctc_lambda_func(args):
    y_pred, labels, input_length, label_length = args
    return K.ctc_batch_cost(labels, y_pred, input_length, label_length)


input_data = Input(name='the_input', shape=(T, 4), dtype='float32')
merged = add([GRU(8, return_sequences=True)(input_data), GRU(8, return_sequences=True, go_backwards=True)(input_data)])
y_pred = Activation('softmax', name='softmax')(Dense(4, name='dense2')(merged))
the_labels = Input(name='the_labels', shape=[L], dtype='float32')
input_length = Input(name='input_length', shape=[1], dtype='int64')
label_length = Input(name='label_length', shape=[1], dtype='int64')
loss_out = Lambda(ctc_lambda_func, output_shape=(1,), name='ctc')([y_pred, the_labels, input_length, label_length])
model = Model(inputs=[input_data, the_labels, input_length, label_length], outputs=loss_out)
model.compile(loss={'ctc': lambda y_true, y_pred: y_pred}, optimizer=SGD(lr=0.02, momentum=0.9, nesterov=True, clipnorm=5))
test_func = K.function([input_data], [y_pred])
inputs = {'the_input': X, 'the_labels': labels, 'input_length': np.full((n, 1), T), 'label_length': np.full((n, 1), L)}
model.fit(inputs, {'ctc': np.zeros([n])}, batch_size=32, epochs=2, validation_split=0.25)
decoded = K.get_value(K.ctc_decode(test_func([X[:5]])[0], input_length=np.ones(5) * T, greedy=True)[0][0])
assert decoded.shape[0] == 5
